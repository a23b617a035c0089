//! Documents lead somewhere.

use std::path::{Component, Path, PathBuf};

use crate::project::{File, exists, files, nothing, read};

#[test]
fn every_link_between_documents_leads_to_a_file() {
    let mut documents = files("docs", ".md");
    documents.extend(
        ["README.md", "style/README.md"].map(|path| File { text: read(path), path: path.into() }),
    );
    let mut found = Vec::new();
    for document in &documents {
        for (at, line) in document.text.lines().enumerate() {
            for target in targets(line) {
                let path = target.split('#').next().unwrap_or_default();
                if !exists(&beside(&document.path, path)) {
                    found.push(format!("{}:{}: {target}", document.path, at + 1));
                }
            }
        }
    }
    nothing(&found, "a link leads nowhere");
}

/// Targets of links inside the project: code spans, addresses of the web and examples of the content
/// format (`fact:…`) left out.
fn targets(line: &str) -> Vec<&str> {
    let outside_code = line.split('`').step_by(2);
    outside_code
        .flat_map(|text| text.split("](").skip(1))
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
        .filter(|target| !target.contains(':') && !target.starts_with('#'))
        .collect()
}

fn beside(document: &str, target: &str) -> String {
    let mut path = PathBuf::from(document);
    path.pop();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.to_string_lossy().into_owned()
}
