//! The pieces of a line.

use std::ops::Range;

use migraction_pack::prose::{Inline, Line};
use pulldown_cmark::{Event, LinkType, Tag};

use super::{Spot, markup};
use crate::content::Sink;
use crate::problems::Place;

/// Markdown events with a position among them.
pub struct Events<'t, 's> {
    text: &'t str,
    events: std::iter::Peekable<std::vec::IntoIter<(Event<'t>, Range<usize>)>>,
    pub spot: &'s Spot<'s>,
}

impl<'t, 's> Events<'t, 's> {
    /// Reads a text.
    pub fn new(text: &'t str, spot: &'s Spot<'s>) -> Self {
        use pulldown_cmark::{Options, Parser};
        let options = Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH;
        let events: Vec<_> = Parser::new_ext(text, options).into_offset_iter().collect();
        Self { text, events: events.into_iter().peekable(), spot }
    }

    /// The place of a byte of the text.
    pub fn place(&self, offset: usize) -> Place {
        self.spot.place_in(self.text, offset)
    }

    /// The next event.
    pub fn take(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        self.events.next()
    }

    /// The next event, left where it is.
    pub fn peek(&mut self) -> Option<&(Event<'t>, Range<usize>)> {
        self.events.peek()
    }

    /// Takes all up to the end of an element whose start was taken.
    pub fn skip_element(&mut self) {
        let mut depth = 1;
        while depth > 0 {
            match self.take() {
                Some((Event::Start(_), _)) => depth += 1,
                Some((Event::End(_), _)) => depth -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }

    /// The pieces up to the end of the element that holds them, or to a block inside it.
    pub fn line(&mut self, sink: &mut Sink) -> Line {
        let mut line = Line::new();
        let mut words = String::new();
        let mut start = 0;
        while let Some((event, range)) = self.peek() {
            let at = range.start;
            match event {
                Event::Text(text) => {
                    if words.is_empty() {
                        start = at;
                    }
                    words.push_str(text);
                    self.take();
                    continue;
                }
                Event::SoftBreak => {
                    words.push(' ');
                    self.take();
                    continue;
                }
                Event::End(_) => break,
                Event::Start(tag) if !is_inline(tag) => break,
                _ => {}
            }
            self.flush(&mut words, start, &mut line, sink);
            self.element(&mut line, sink);
        }
        self.flush(&mut words, start, &mut line, sink);
        line
    }

    fn flush(&self, words: &mut String, start: usize, line: &mut Line, sink: &mut Sink) {
        let place = self.place(start);
        markup::add_words(words, &place, self.spot, line, sink);
        words.clear();
    }

    fn element(&mut self, line: &mut Line, sink: &mut Sink) {
        let Some((event, range)) = self.take() else { return };
        let place = self.place(range.start);
        match event {
            Event::Start(Tag::Strong) => {
                let inner = self.inner(sink);
                line.push(Inline::Strong(inner));
            }
            Event::Start(Tag::Emphasis) => {
                let inner = self.inner(sink);
                line.push(Inline::Emphasis(inner));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => {
                let inner = self.inner(sink);
                if link_type != LinkType::Inline || !title.is_empty() {
                    sink.problems.error(&place, "a link is written [words](address)");
                }
                line.extend(markup::link(&dest_url, inner, &place, sink));
            }
            Event::Start(tag) => {
                sink.problems.error(&place, format!("{} is not in the format", name_of(&tag)));
                self.skip_element();
            }
            Event::Code(_) => sink.problems.error(&place, "code is not in the format"),
            Event::Html(_) | Event::InlineHtml(_) => {
                sink.problems.error(&place, "HTML is not in the format");
            }
            Event::HardBreak => {
                sink.problems.error(&place, "a line break inside a paragraph is not in the format");
            }
            _ => sink.problems.error(&place, "this markup is not in the format"),
        }
    }

    fn inner(&mut self, sink: &mut Sink) -> Line {
        let line = self.line(sink);
        self.take();
        line
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough
    )
}

/// What an element is called, for a message.
pub fn name_of(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::Image { .. } => "an image",
        Tag::Table(_) => "a table",
        Tag::CodeBlock(_) => "a block of code (or an indented line)",
        Tag::HtmlBlock => "HTML",
        Tag::BlockQuote(_) => "a quotation",
        Tag::FootnoteDefinition(_) => "a footnote",
        Tag::Strikethrough => "struck-out text",
        Tag::Heading { .. } => "a heading here",
        Tag::List(_) => "a list here",
        _ => "this markup",
    }
}
