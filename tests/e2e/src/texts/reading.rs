//! What a browser tells assistive technology about the page, with what lies where in the page itself.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::page::Page;

/// How an element takes part in the lines of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// In a line, beside its neighbours.
    #[default]
    Inline,
    /// On lines of its own.
    Block,
}

/// A node of the accessibility tree.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// Its role, as Chromium calls it; empty where it has none that anybody hears.
    pub role: String,
    /// Its accessible name; for text, the text.
    pub name: String,
    /// What describes it.
    pub description: String,
    /// What it holds, for fields.
    pub value: String,
    /// What is said about its state, such as `checked` or `expanded=false`, in the order of the alphabet.
    pub states: Vec<String>,
    /// How it takes part in the lines of the page.
    pub flow: Flow,
    /// The language of its text.
    pub language: String,
    /// What is inside.
    pub children: Vec<Node>,
}

/// The states that a reader hears; a state that is not set is heard only where it is listed as two-sided.
const STATES: [(&str, bool); 8] = [
    ("checked", false),
    ("disabled", false),
    ("expanded", true),
    ("invalid", false),
    ("level", false),
    ("pressed", false),
    ("required", false),
    ("selected", false),
];

/// Reads the page as it stands. Chromium only.
///
/// # Errors
/// When the browser does not answer, or answers in another shape.
pub async fn read(page: &Page) -> Result<Node> {
    let devtools = page.driver().cdp();
    let styles = json!({ "computedStyles": ["display"] });
    let snapshot = devtools.send_raw("DOMSnapshot.captureSnapshot", styles).await?;
    let accessible = devtools.send_raw("Accessibility.getFullAXTree", json!({})).await?;
    tree(&snapshot, &accessible)
}

/// The page out of what the browser said of it: `DOMSnapshot.captureSnapshot` with the style `display`, and
/// `Accessibility.getFullAXTree`.
///
/// # Errors
/// When they have another shape.
pub fn tree(snapshot: &Value, accessible: &Value) -> Result<Node> {
    let elements = Elements::new(snapshot).context("the elements of the page")?;
    let nodes = accessible["nodes"].as_array().context("the page has no accessibility tree")?;
    let by_id: HashMap<&str, &Value> =
        nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
    let root = nodes.first().context("the accessibility tree is empty")?;
    Ok(node(root, &by_id, &elements))
}

fn node(from: &Value, by_id: &HashMap<&str, &Value>, elements: &Elements) -> Node {
    let text = |key: &str| from[key]["value"].as_str().unwrap_or_default().to_owned();
    let at = from["backendDOMNodeId"].as_i64();
    let element = at.and_then(|at| elements.0.get(&at)).cloned().unwrap_or_default();
    let is_heard = from["ignored"] != Value::Bool(true);
    let children = from["childIds"].as_array().into_iter().flatten();
    let children = children.filter_map(|id| by_id.get(id.as_str()?));
    let value = match &from["value"]["value"] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    Node {
        role: if is_heard { text("role") } else { String::new() },
        name: if is_heard { text("name") } else { String::new() },
        description: text("description"),
        value,
        states: states(&from["properties"]),
        flow: element.flow,
        language: element.language,
        children: children.map(|child| node(child, by_id, elements)).collect(),
    }
}

fn states(properties: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for property in properties.as_array().into_iter().flatten() {
        let name = property["name"].as_str().unwrap_or_default();
        let Some((_, is_two_sided)) = STATES.iter().find(|(known, _)| *known == name) else {
            continue;
        };
        match &property["value"]["value"] {
            Value::Bool(false) if *is_two_sided => found.push(format!("{name}=false")),
            Value::Bool(false) | Value::Null => {}
            Value::Bool(true) => found.push(name.to_owned()),
            Value::String(no) if no == "false" => {}
            Value::String(yes) if yes == "true" => found.push(name.to_owned()),
            Value::String(other) => found.push(format!("{name}={other}")),
            other => found.push(format!("{name}={other}")),
        }
    }
    found.sort();
    found
}

/// What matters of an element.
#[derive(Clone, Default)]
struct Element {
    flow: Flow,
    language: String,
}

/// The elements of the page by the number that the browser gives them.
struct Elements(HashMap<i64, Element>);

impl Elements {
    /// Reads them from a snapshot: columns of numbers, most of them places in one list of texts.
    fn new(snapshot: &Value) -> Option<Self> {
        let texts = snapshot["strings"].as_array()?;
        let text = |at: &Value| {
            at.as_u64().and_then(|at| texts.get(usize::try_from(at).ok()?)?.as_str()).unwrap_or("")
        };
        let document = snapshot["documents"].get(0)?;
        let nodes = &document["nodes"];
        let mut displays = HashMap::new();
        let places = document["layout"]["nodeIndex"].as_array()?;
        for (place, styles) in places.iter().zip(document["layout"]["styles"].as_array()?) {
            displays.insert(place.as_u64()?, text(&styles[0]));
        }
        let parents = nodes["parentIndex"].as_array()?;
        let attributes = nodes["attributes"].as_array()?;
        let mut languages: Vec<String> = Vec::new();
        let mut found = HashMap::new();
        for (at, number) in nodes["backendNodeId"].as_array()?.iter().enumerate() {
            let pairs: Vec<&str> = attributes.get(at)?.as_array()?.iter().map(text).collect();
            let own = pairs.chunks(2).find(|pair| pair[0] == "lang").and_then(|pair| pair.get(1));
            // A parent stands before its children.
            let above = parents.get(at)?.as_u64().and_then(|above| usize::try_from(above).ok());
            let above = above.and_then(|above| languages.get(above)).cloned();
            languages.push(own.map_or_else(|| above.unwrap_or_default(), |own| (*own).to_owned()));
            let display = displays.get(&(at as u64)).copied().unwrap_or("inline");
            let flow = match display {
                "inline" | "contents" | "inline-block" | "inline-flex" | "inline-grid" => {
                    Flow::Inline
                }
                _ => Flow::Block,
            };
            let language = languages.last().cloned().unwrap_or_default();
            found.insert(number.as_i64()?, Element { flow, language });
        }
        Some(Self(found))
    }
}
