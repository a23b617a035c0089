//! The optional log: one JSON object per line on standard error.
//!
//! Never: who asked (address, browser, language), nor which page, nor anything typed into an address.
//! Only the app's own files and the names of messages are named. What watches the server adds the date.

use std::io::Write;
use std::time::Instant;

use axum::extract::Request;
use axum::http::Method;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::Response;
use serde::Serialize;

use crate::address::Place;

/// Whether lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Log {
    /// Nothing is written.
    #[default]
    Off,
    /// Lines go to standard error.
    On,
}

/// A line.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Line<'a> {
    /// The app is loaded and the port is open.
    Started {
        /// This program's version.
        version: &'a str,
        /// How many files the app has.
        files: usize,
    },
    /// A request was answered.
    Answered {
        /// `GET`, `HEAD`, `POST` or `other`.
        method: &'a str,
        /// What was at the address.
        place: &'a str,
        /// The name of one of the app's own files, or of a message.
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<&'a str>,
        /// The status of the answer.
        status: u16,
        /// The length of its body, if there is one.
        bytes: u64,
        /// Until the answer began, in microseconds.
        micros: u128,
    },
    /// The storage of notes failed.
    Storage {
        /// What the database says: names of tables, never what is in them.
        error: &'a str,
    },
    /// No new request is taken.
    Stopping,
    /// All requests are finished, or the time for that is over.
    Stopped {
        /// Whether all were finished.
        finished: bool,
    },
}

/// What an answer was about, in the words of the log; the router's own routes leave none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A home or a page of the app, no matter which.
    Page,
    /// One of the app's files.
    File(String),
    /// A message of a device, by its name.
    Message(String),
    /// Nothing.
    Nothing,
}

impl From<Place<'_>> for Answered {
    fn from(place: Place) -> Self {
        match place {
            Place::Start | Place::Home(_) | Place::Page => Self::Page,
            Place::File(name) => Self::File(name),
            Place::Nothing => Self::Nothing,
        }
    }
}

impl Log {
    /// Writes a line. A closed standard error is no reason to stop serving.
    pub fn write(self, line: &Line) {
        if let (Self::On, Ok(text)) = (self, serde_json::to_string(line)) {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    /// Runs a request and logs its response.
    pub async fn watch(self, request: Request, next: Next) -> Response {
        if self == Self::Off {
            return next.run(request).await;
        }
        let (begun, method) = (Instant::now(), method(request.method()));
        let response = next.run(request).await;
        let (place, file) = match response.extensions().get::<Answered>() {
            Some(Answered::Page) => ("page", None),
            Some(Answered::File(name)) => ("file", Some(name.as_str())),
            Some(Answered::Message(name)) => ("sync", Some(name.as_str())),
            Some(Answered::Nothing) => ("nothing", None),
            None => ("server", None),
        };
        let status = response.status().as_u16();
        let (bytes, micros) = (length(&response), begun.elapsed().as_micros());
        self.write(&Line::Answered { method, place, file, status, bytes, micros });
        response
    }
}

/// A method is chosen by who asks, so only those that are served are named.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

fn length(response: &Response) -> u64 {
    let written = response.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    written.and_then(|value| value.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_json_object() {
        let line = Line::Answered {
            method: "GET",
            place: "page",
            file: None,
            status: 200,
            bytes: 12,
            micros: 34,
        };
        assert_eq!(
            serde_json::to_string(&line).unwrap(),
            r#"{"event":"answered","method":"GET","place":"page","status":200,"bytes":12,"micros":34}"#
        );
        assert_eq!(serde_json::to_string(&Line::Stopping).unwrap(), r#"{"event":"stopping"}"#);
    }

    #[test]
    fn pages_are_never_named() {
        assert_eq!(Answered::from(Place::Home("fr")), Answered::Page);
        assert_eq!(Answered::from(Place::Page), Answered::Page);
    }
}
