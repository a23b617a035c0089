//! One stylesheet out of `style/`.

use anyhow::{Result, bail};

use crate::project::Project;
use crate::{files, process, tools};

/// The files that `style/order.txt` lists, in that order, as esbuild writes them shortest. What it cannot read stops the build.
pub fn joined(project: &Project) -> Result<String> {
    let folder = project.path("style");
    let order = files::read_text(&folder.join("order.txt"))?;
    let listed = listed(&order);
    for file in files::list(&folder)? {
        let name = files::relative(&folder, &file);
        if name.ends_with(".css") && !listed.contains(&name.as_str()) {
            bail!("style/{name} is in no page: add it to style/order.txt, or remove it");
        }
    }
    let mut joined = String::new();
    for name in listed {
        joined.push_str(&files::read_text(&folder.join(name))?);
    }
    short(project, &joined)
}

fn short(project: &Project, css: &str) -> Result<String> {
    tools::ensure_node(project)?;
    let (long, short) = (project.scratch("style/long.css"), project.scratch("style/short.css"));
    files::write(&long, css)?;
    let mut esbuild = tools::command(project, "esbuild")?;
    esbuild.arg(&long).args(["--minify", "--charset=utf8", "--log-level=warning"]);
    esbuild.arg("--log-override:css-syntax-error=error");
    esbuild.arg(format!("--outfile={}", short.display()));
    process::run(&mut esbuild, "Mend what is named above in style/; its lines are in one file.")?;
    files::read_text(&short)
}

fn listed(order: &str) -> Vec<&str> {
    let is_name = |line: &&str| !line.is_empty() && !line.starts_with('#');
    order.lines().map(str::trim).filter(is_name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_skips_remarks() {
        assert_eq!(listed("# first\nlayers.css\n\n tokens.css\n"), ["layers.css", "tokens.css"]);
    }

    #[test]
    fn what_is_short_says_the_same_and_what_is_broken_stops() -> Result<()> {
        let project = Project::find()?;
        let css = "/* a */\n.a  .b { color: red; /* x */\n  margin: 0 }\n.a::after { content: '/* \" */  ;' }";
        assert_eq!(
            short(&project, css)?.trim(),
            ".a .b{color:red;margin:0}.a:after{content:'/* \" */  ;'}"
        );
        assert!(short(&project, ".a { color: red").is_err());
        Ok(())
    }
}
