//! Accessibility rules, checked by axe-core inside the page.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;

use crate::page::Page;

const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

#[derive(Deserialize)]
struct Report {
    passes: usize,
    violations: Vec<String>,
}

/// Checks the page as it is now.
///
/// # Errors
/// With each violation and the elements that it names.
pub async fn check(page: &Page) -> Result<()> {
    run(page, json!({ "type": "tag", "values": RULES }), 6).await
}

/// Checks what depends on colours alone: whether text stands out from its ground.
///
/// # Errors
/// As [`check`].
pub async fn check_colours(page: &Page) -> Result<()> {
    run(page, json!({ "type": "rule", "values": ["color-contrast"] }), 1).await
}

async fn run(page: &Page, rules: serde_json::Value, least: usize) -> Result<()> {
    if !page.value::<bool>("typeof axe === 'object'").await? {
        let path = super::project_root().join("node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(&path).context("axe-core is missing: run npm ci")?;
        // As text of the page's own scripts the content policy would stop it; WebDriver is above that.
        page.run(&source, vec![]).await?;
    }
    // A bar that stays above the page as it scrolls hides nothing for good: it is put in its place.
    let bars = "for (const bar of document.querySelectorAll('.topbar, .navbar, .actionbar'))
        bar.style.position = 'static'";
    page.run(bars, vec![]).await?;
    let script = "const done = arguments[1];
        axe.run(document, { runOnly: arguments[0] }).then(
          result => done({
            passes: result.passes.length,
            violations: result.violations.map(one =>
              one.id + ' (' + one.help + '): ' +
              one.nodes.slice(0, 4).map(node => node.target.join(' ') + ' ' +
                (node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? '')).join(' | ')),
          }),
          error => done({ passes: 0, violations: ['axe stopped: ' + error] }));";
    let report: Report = page.run_later(script, vec![rules]).await?;
    ensure!(report.violations.is_empty(), "{}", report.violations.join("; "));
    ensure!(report.passes >= least, "axe looked at next to nothing");
    Ok(())
}
