//! The accessibility tree as text that a person can read, line by line.

use super::reading::{Flow, Node};

/// A line of a screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// How far inside other things it stands.
    pub depth: usize,
    /// An entry of a list begins here.
    pub is_entry: bool,
    /// What is there, when it is more than text: `button`, `heading 2`.
    pub role: String,
    /// The text that is read, or the name of what is there.
    pub text: String,
    /// The same without what is written in another language than the screen’s; a `◦` stands in its place.
    pub own: String,
    /// What follows: states, value, description.
    pub more: String,
    /// What describes it, in the screen's language.
    pub description: String,
}

impl Line {
    /// As it stands in a file.
    fn print(&self) -> String {
        let indent = "  ".repeat(self.depth);
        let mark = if self.is_entry { "- " } else { "" };
        let (role, text, more) = (&self.role, &self.text, &self.more);
        match (role.is_empty(), text.is_empty()) {
            (true, _) => format!("{indent}{mark}{text}{more}"),
            (false, true) => format!("{indent}{mark}{role}{more}"),
            (false, false) => format!("{indent}{mark}{role}: {text}{more}"),
        }
    }
}

/// The lines as one text.
#[must_use]
pub fn print(lines: &[Line]) -> String {
    lines.iter().map(|line| line.print() + "\n").collect()
}

/// Roles that a person acts on, or that must say what they show: without a name they are nothing.
const NAMED: [&str; 15] = [
    "button",
    "link",
    "textbox",
    "searchbox",
    "combobox",
    "checkbox",
    "radio",
    "slider",
    "spinbutton",
    "switch",
    "tab",
    "image",
    "dialog",
    "Date",
    "listbox",
];

/// What stands on the page and has no name, by its role; the browser's own parts of a field apart.
#[must_use]
pub fn nameless(lines: &[Line]) -> Vec<String> {
    let is_nameless = |line: &&Line| NAMED.contains(&line.role.as_str()) && line.text.is_empty();
    lines.iter().filter(is_nameless).map(|line| line.role.clone()).collect()
}

/// The lines of a node and of all in it, in the language `own`.
#[must_use]
pub fn lines(root: &Node, own: &str) -> Vec<Line> {
    let mut writer =
        Writer { own, lines: Vec::new(), running: Line::default(), begins_entry: false };
    writer.node(root, 0);
    writer.end_line();
    writer.lines
}

struct Writer<'a> {
    own: &'a str,
    lines: Vec<Line>,
    running: Line,
    /// The next line begins an entry of a list.
    begins_entry: bool,
}

impl Writer<'_> {
    fn push(&mut self, line: Line) {
        let is_entry = std::mem::take(&mut self.begins_entry);
        self.lines.push(Line { is_entry, ..line });
    }

    /// Ends the line of running text, if there is one.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.running);
        let text = squeezed(&line.text);
        if !text.is_empty() {
            self.push(Line { text, own: squeezed(&line.own), ..line });
        }
    }

    fn text(&mut self, text: &str, language: &str, depth: usize) {
        if self.running.text.is_empty() {
            self.running.depth = depth;
        }
        self.running.text.push_str(text);
        self.running.own.push_str(if self.is_own(language) { text } else { "◦" });
    }

    fn is_own(&self, language: &str) -> bool {
        language.is_empty() || language == self.own
    }

    fn children(&mut self, node: &Node, depth: usize) {
        let is_text = |child: &Node| child.role == "StaticText" && !child.name.trim().is_empty();
        let has_text = node.children.iter().any(is_text);
        for child in &node.children {
            // A figure of law that can be tapped stands in its sentence, whatever is drawn or only said within it.
            let is_inline = child.flow == Flow::Inline;
            match child.role.as_str() {
                "link" | "button" if has_text && is_inline && is_words(child) => {
                    self.link(child, depth);
                }
                "link" if is_inline && self.is_only_text(child) => self.link(child, depth),
                _ => self.node(child, depth),
            }
        }
    }

    fn node(&mut self, node: &Node, depth: usize) {
        match node.role.as_str() {
            "StaticText" => self.text(&node.name, &node.language, depth),
            "InlineTextBox" | "ListMarker" => {}
            "LineBreak" => self.end_line(),
            // The browser's own words for the parts of its field for a day.
            "Date" | "DateTime" | "InputTime" => self.thing(node, depth, false),
            "LabelText" => self.label(node, depth),
            "" | "none" | "generic" | "paragraph" | "RootWebArea" | "Section" | "list"
            | "strong" | "emphasis" | "time" | "code" | "mark" | "term" | "definition" | "Abbr"
            | "subscript" | "superscript" | "MenuListPopup" | "DescriptionList" | "group"
                if node.name.is_empty()
                    || matches!(node.role.as_str(), "term" | "definition" | "RootWebArea") =>
            {
                self.through(node, depth);
            }
            "listitem" => {
                self.end_line();
                self.begins_entry = true;
                let before = self.lines.len();
                self.children(node, depth);
                self.end_line();
                self.begins_entry = false;
                // What follows the first line of an entry stands inside it.
                for line in self.lines.iter_mut().skip(before + 1) {
                    line.depth += 1;
                }
            }
            "DisclosureTriangle" => {
                self.thing(&Node { role: "summary".to_owned(), ..node.clone() }, depth, true);
            }
            _ => self.thing(node, depth, true),
        }
    }

    /// What has no meaning of its own.
    fn through(&mut self, node: &Node, depth: usize) {
        let is_block = node.flow == Flow::Block;
        if is_block {
            self.end_line();
        }
        self.children(node, depth);
        if is_block {
            self.end_line();
        }
    }

    /// The label around a box is its name, and is not written twice.
    fn label(&mut self, node: &Node, depth: usize) {
        self.end_line();
        let at = self.lines.len();
        self.through(node, depth);
        self.end_line();
        if let Some((first, rest)) = self.lines.get(at..).and_then(<[Line]>::split_first) {
            let is_box = matches!(first.role.as_str(), "checkbox" | "radio" | "switch");
            let words: Vec<&str> = rest.iter().map(|line| line.text.as_str()).collect();
            let is_name = words.join(" ") == first.text;
            if is_box && is_name && rest.iter().all(|line| line.role.is_empty()) {
                self.lines.truncate(at + 1);
            }
        }
    }

    /// A link within a sentence, in brackets.
    fn link(&mut self, node: &Node, depth: usize) {
        let seen = heard(&text_of(node));
        let mut written = format!("[{seen}]");
        if seen != heard(&node.name) {
            written = format!("[{seen} = “{}”]", node.name);
        }
        let language = self.other_language(node).unwrap_or_default().to_owned();
        self.text(&written, &language, depth);
    }

    /// The first language other than the screen’s in which something inside is written.
    fn other_language<'b>(&self, node: &'b Node) -> Option<&'b str> {
        let own = (!self.is_own(&node.language)).then_some(node.language.as_str());
        own.or_else(|| node.children.iter().find_map(|child| self.other_language(child)))
    }

    fn is_only_text(&self, node: &Node) -> bool {
        node.children.iter().all(|child| {
            child.flow == Flow::Inline
                && matches!(
                    child.role.as_str(),
                    "StaticText" | "" | "none" | "generic" | "strong" | "emphasis"
                )
                && (child.role == "StaticText" || self.is_only_text(child))
        })
    }

    /// The label of a field that comes next is its name, and is not written twice.
    fn drop_label(&mut self, field: &Node, name: &str) {
        let is_label = |line: &mut Line| line.role.is_empty() && line.text == name;
        if FIELDS.contains(&field.role.as_str())
            && let Some(label) = self.lines.pop_if(is_label)
        {
            self.begins_entry |= label.is_entry;
        }
    }

    /// The legend of a group is its name, and is not written twice.
    fn drop_legend(&mut self, at: usize, group: &Node, name: &str) {
        let is_legend = |line: &Line| line.role == "Legend" && line.text.is_empty();
        let is_name = |line: &Line| line.role.is_empty() && line.text == name;
        if group.role == "group" && self.lines.get(at + 1).is_some_and(is_legend) {
            if self.lines.get(at + 2).is_some_and(is_name) {
                self.lines.drain(at + 1..at + 3);
            }
        } else if group.role == "group" && self.lines.get(at + 1).is_some_and(is_name) {
            self.lines.remove(at + 1);
        }
    }

    /// What stands on lines of its own: its role, its name, what is said about it, and what is inside.
    fn thing(&mut self, node: &Node, depth: usize, with_inside: bool) {
        self.end_line();
        let mut role = node.role.clone();
        let mut more = String::new();
        for state in &node.states {
            match state.strip_prefix("level=") {
                Some(level) => role = format!("{role} {level}"),
                // A list of choices is folded until it is touched: that says nothing.
                None if node.role == "combobox" && state == "expanded=false" => {}
                None => more.push_str(&format!(" ({state})")),
            }
        }
        let name = heard(&node.name);
        let value = squeezed(&node.value);
        if !value.is_empty() && value != name {
            more.push_str(&format!(" = {value}"));
        }
        let description = squeezed(&node.description);
        if !description.is_empty() && description != name {
            more.push_str(&format!(" — {description}"));
        }
        let own = if self.is_own(&node.language) { name.clone() } else { "◦".to_owned() };
        self.drop_label(node, &name);
        let at = self.lines.len();
        self.push(Line {
            depth,
            role,
            text: name.clone(),
            own,
            more,
            description,
            is_entry: false,
        });
        if !with_inside {
            return;
        }
        self.children(node, depth + 1);
        self.end_line();
        self.drop_legend(at, node, &name);
        let inside: Vec<&Line> = self.lines.iter().skip(at + 1).collect();
        let is_said = inside.iter().all(|line| line.role.is_empty());
        let said: Vec<&str> = inside.iter().map(|line| line.text.as_str()).collect();
        let said = heard(&said.join(" "));
        if is_said && (said == name || (said == value && !value.is_empty())) {
            // What is inside may be in parts of another language.
            let own: Vec<&str> = inside.iter().map(|line| line.own.as_str()).collect();
            let own = own.join(" ");
            self.lines.truncate(at + 1);
            if let Some(line) = self.lines.last_mut()
                && own.contains('◦')
            {
                line.own = own;
            }
        }
    }
}

/// Fields, whose label is seen before them and is their name.
const FIELDS: [&str; 8] =
    ["textbox", "searchbox", "combobox", "Date", "DateTime", "InputTime", "spinbutton", "slider"];

/// Whether there is nothing but words inside.
fn is_words(node: &Node) -> bool {
    node.children.iter().all(|child| {
        child.role == "StaticText"
            || matches!(child.role.as_str(), "" | "none" | "generic" | "strong" | "emphasis")
                && is_words(child)
    })
}

/// The text inside a node.
fn text_of(node: &Node) -> String {
    if node.role == "StaticText" {
        return node.name.clone();
    }
    node.children.iter().map(text_of).collect()
}

/// Without the spaces and line ends that a page does not show. Spaces that do not break are kept.
fn squeezed(text: &str) -> String {
    text.split([' ', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// As [`squeezed`], for a name. Before a part that is only heard the browser puts a space of its own, beside one that does not break.
fn heard(name: &str) -> String {
    squeezed(name).replace("\u{a0} ", "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(role: &str, name: &str, flow: Flow, children: Vec<Node>) -> Node {
        Node { role: role.to_owned(), name: name.to_owned(), flow, children, ..Node::default() }
    }

    fn text(text: &str) -> Node {
        node("StaticText", text, Flow::Inline, vec![])
    }

    fn check(root: &Node, expected: &str) {
        assert_eq!(print(&lines(root, "fr")), expected);
    }

    #[test]
    fn a_sentence_with_a_link_is_one_line() {
        let link = node("link", "13,56\u{a0}€", Flow::Inline, vec![text("13,56\u{a0}€")]);
        let parts = vec![text("Au moins "), link, text(" par heure.")];
        check(&node("paragraph", "", Flow::Block, parts), "Au moins [13,56\u{a0}€] par heure.\n");
    }

    #[test]
    fn a_name_that_is_not_the_text_stands_beside_it() {
        let link = node("link", "Appeler le 112", Flow::Inline, vec![text("112")]);
        check(&node("paragraph", "", Flow::Block, vec![link]), "[112 = “Appeler le 112”]\n");
        let button = node("button", "Fermer", Flow::Block, vec![text("×")]);
        check(&button, "button: Fermer\n  ×\n");
    }

    #[test]
    fn entries_of_a_list_begin_with_a_dash_whatever_is_in_them() {
        let button = node("button", "Oui", Flow::Block, vec![text("Oui")]);
        let plain = node(
            "listitem",
            "",
            Flow::Block,
            vec![text("Un"), node("", "", Flow::Block, vec![text("mot")])],
        );
        let entries = vec![plain, node("listitem", "", Flow::Block, vec![button])];
        check(&node("list", "", Flow::Block, entries), "- Un\n  mot\n- button: Oui\n");
    }

    #[test]
    fn a_label_around_a_box_and_a_legend_are_not_written_twice() {
        let box_of = |name: &str| node("checkbox", name, Flow::Block, vec![]);
        let label = node("LabelText", "", Flow::Block, vec![box_of("Menaces"), text("Menaces")]);
        let legend = node("Legend", "", Flow::Block, vec![text("Signes")]);
        let group = node("group", "Signes", Flow::Block, vec![legend, label]);
        check(&group, "group: Signes\n  checkbox: Menaces\n");
        let other = node("LabelText", "", Flow::Block, vec![box_of("Oui"), text("Non")]);
        check(&other, "checkbox: Oui\nNon\n");
    }

    #[test]
    fn a_figure_stands_in_its_sentence_with_what_is_only_said() {
        let said = node("none", "", Flow::Block, vec![text(" (À confirmer)")]);
        let parts = vec![text("38\u{a0}heures"), text("\u{a0}"), said];
        let figure = node("link", "38\u{a0}heures\u{a0} (À confirmer)", Flow::Inline, parts);
        let parts = vec![text("Au plus "), figure, text(" par semaine.")];
        check(
            &node("paragraph", "", Flow::Block, parts),
            "Au plus [38\u{a0}heures\u{a0}(À confirmer)] par semaine.\n",
        );
    }

    #[test]
    fn states_values_and_descriptions_are_said() {
        let field = Node {
            value: "12".to_owned(),
            description: "Un nombre entier.".to_owned(),
            states: vec!["invalid".to_owned(), "required".to_owned()],
            ..node("textbox", "Heures", Flow::Block, vec![text("12")])
        };
        check(&field, "textbox: Heures (invalid) (required) = 12 — Un nombre entier.\n");
        let heading = Node {
            states: vec!["level=2".to_owned()],
            ..node("heading", "Dû", Flow::Block, vec![text("Dû")])
        };
        check(&heading, "heading 2: Dû\n");
    }

    /// `recorded.json` is what Chromium 156 said of a small page on 30 November 2026.
    #[test]
    fn a_page_is_written_as_a_reader_gets_it() {
        let recorded = include_str!("recorded.json");
        let recorded: serde_json::Value = serde_json::from_str(recorded).unwrap_or_default();
        let Ok(root) = super::super::reading::tree(&recorded["snapshot"], &recorded["tree"]) else {
            panic!("the recorded page is not read");
        };
        let lines = lines(&root, "fr");
        let expected = "banner
  [Retour]
main
  heading 1: Salaire minimum
  Au moins [13,56 € par heure], voir [la page] du Rijksdienst.
  - Le contrat
    À garder.
  - link: Un mot
  Date: Jour de la lettre = 2026-11-05 — Vide si inconnu.
  Vide si inconnu.
  combobox: Secteur = Construction
    option: Choisir…
    option: Construction (selected)
  checkbox: En main (checked)
  summary: Pourquoi ? (expanded=false)
  button: Fermer (expanded=false)
    ×
  button
  Dû
  8,00 €
  dialog: Source
    Vérifié.
  image: Dû et reçu
    8
  status
    Enregistré
";
        assert_eq!(print(&lines), expected);
        assert_eq!(nameless(&lines), ["button"]);
        let own: Vec<&str> = lines.iter().map(|line| line.own.as_str()).collect();
        assert!(own.iter().any(|line| line.ends_with("du ◦.")), "{own:?}");
    }

    #[test]
    fn a_control_without_a_name_is_found() {
        let page = node(
            "main",
            "",
            Flow::Block,
            vec![node("button", "", Flow::Block, vec![]), text("ici")],
        );
        assert_eq!(nameless(&lines(&page, "fr")), ["button"]);
    }

    #[test]
    fn what_is_in_another_language_is_kept_apart() {
        let term = Node { language: "nl".to_owned(), ..text("Dienst") };
        let lines =
            lines(&node("paragraph", "", Flow::Block, vec![text("Le "), term, text(".")]), "fr");
        assert_eq!(lines[0].text, "Le Dienst.");
        assert_eq!(lines[0].own, "Le ◦.");
    }
}
