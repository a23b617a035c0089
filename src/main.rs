//! The program that the page loads.

fn main() {
    migraction::run();
}
