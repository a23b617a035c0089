//! A deterministic single-threaded task executor, for tests and for the simulator, which decides between any two tasks
//! whether the device crashes.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::host::Task;

/// A task that is ready to be polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ready {
    name: u64,
    /// Whether it was never polled.
    pub is_new: bool,
}

type Queue = Arc<Mutex<VecDeque<Ready>>>;

fn lock(queue: &Queue) -> MutexGuard<'_, VecDeque<Ready>> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The tasks of one device. Clones are the same tasks.
#[derive(Clone, Default)]
pub struct Tasks(Rc<Inner>);

#[derive(Default)]
struct Inner {
    tasks: RefCell<BTreeMap<u64, Task>>,
    ready: Queue,
    names: Cell<u64>,
}

struct Wakeup {
    name: u64,
    ready: Queue,
}

impl Wake for Wakeup {
    fn wake(self: Arc<Self>) {
        lock(&self.ready).push_back(Ready { name: self.name, is_new: false });
    }
}

impl Tasks {
    /// Adds a task to the end of the ready queue.
    pub fn spawn(&self, task: Task) {
        let name = self.0.names.get() + 1;
        self.0.names.set(name);
        self.0.tasks.borrow_mut().insert(name, task);
        lock(&self.0.ready).push_back(Ready { name, is_new: true });
    }

    /// Removes the next task from the ready queue.
    #[must_use]
    pub fn next(&self) -> Option<Ready> {
        lock(&self.0.ready).pop_front()
    }

    /// Polls a task.
    pub fn poll(&self, ready: Ready) {
        let Some(mut task) = self.0.tasks.borrow_mut().remove(&ready.name) else { return };
        let wakeup = Wakeup { name: ready.name, ready: Arc::clone(&self.0.ready) };
        let waker = Waker::from(Arc::new(wakeup));
        if task.as_mut().poll(&mut Context::from_waker(&waker)).is_pending() {
            self.0.tasks.borrow_mut().insert(ready.name, task);
        }
    }

    /// Polls tasks until none is ready.
    pub fn run(&self) {
        while let Some(ready) = self.next() {
            self.poll(ready);
        }
    }

    /// Drops all tasks, to simulate a crash.
    pub fn clear(&self) {
        lock(&self.0.ready).clear();
        let dropped = self.0.tasks.take();
        drop(dropped);
        // What was spawned by something that was dropped.
        lock(&self.0.ready).clear();
        drop(self.0.tasks.take());
    }
}

/// A one-shot future. Clones share their state.
pub struct Slot<T>(Rc<RefCell<State<T>>>);

enum State<T> {
    Empty(Option<Waker>),
    Full(T),
    Taken,
}

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(State::Empty(None))))
    }
}

impl<T> Slot<T> {
    /// Sets the value and wakes the waiting task; only the first value counts.
    pub fn give(&self, value: T) {
        let mut state = self.0.borrow_mut();
        if let State::Empty(waker) = &mut *state {
            let waker = waker.take();
            *state = State::Full(value);
            drop(state);
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

impl<T> Future for Slot<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let mut state = self.0.borrow_mut();
        if let State::Full(_) = *state
            && let State::Full(value) = std::mem::replace(&mut *state, State::Taken)
        {
            return Poll::Ready(value);
        }
        if let State::Empty(waker) = &mut *state {
            *waker = Some(context.waker().clone());
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_begin_in_their_order_and_go_on_when_they_are_given_what_they_wait_for() {
        let (tasks, said) = (Tasks::default(), Rc::new(RefCell::new(Vec::new())));
        let slots: Vec<Slot<u8>> = (0..2).map(|_| Slot::default()).collect();
        for (at, slot) in slots.iter().enumerate() {
            let (slot, said) = (slot.clone(), Rc::clone(&said));
            tasks.spawn(Box::pin(async move {
                said.borrow_mut().push(format!("begins {at}"));
                let value = slot.await;
                said.borrow_mut().push(format!("{at} has {value}"));
            }));
        }
        tasks.run();
        slots[1].give(7);
        slots[1].give(8);
        slots[0].give(9);
        tasks.run();
        assert_eq!(*said.borrow(), ["begins 0", "begins 1", "1 has 7", "0 has 9"]);
    }

    #[test]
    fn after_a_crash_nothing_goes_on() {
        let (tasks, slot) = (Tasks::default(), Slot::default());
        let waits = slot.clone();
        let said = Rc::new(Cell::new(false));
        let ends = Rc::clone(&said);
        tasks.spawn(Box::pin(async move {
            waits.await;
            ends.set(true);
        }));
        tasks.run();
        tasks.clear();
        slot.give(());
        tasks.run();
        assert!(!said.get());
    }
}
