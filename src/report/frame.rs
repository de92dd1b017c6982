//! Frames: a message over the lines that it is about, each label under its characters.

use super::Style;
use super::excerpt::{Excerpt, clean, inert};
use crate::policy::Severity;
use crate::problem::Origin;
use crate::source::{SourceFile, Span};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NarratableReportHandler, SourceCode,
};
use std::fmt;
use std::sync::Arc;

/// How much a frame matters, which decides its mark and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Something failed.
    Error,
    /// Something is to be looked at.
    Warning,
    /// Something is told.
    Note,
}

impl From<Severity> for Level {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical | Severity::High => Level::Error,
            Severity::Medium => Level::Warning,
            Severity::Low | Severity::Info => Level::Note,
        }
    }
}

/// A diagnostic with its lines.
#[derive(Debug)]
pub struct Frame {
    /// What stands before the message.
    pub code: String,
    /// How much it matters.
    pub level: Level,
    /// What is to be said; no text of a file but cleaned.
    pub message: String,
    /// What to do, or to know.
    pub help: String,
    /// The lines.
    pub excerpt: Option<Excerpt>,
    /// The labels on them.
    pub labels: Vec<LabeledSpan>,
    /// Frames that go with this one.
    pub related: Vec<Frame>,
}

impl Frame {
    /// A frame around places, the first of which is the primary one. Places in other files than the first
    /// get frames of their own below it.
    pub fn at(level: Level, message: String, help: String, places: &[(Origin, String)]) -> Self {
        let Some((first, _)) = places.first() else {
            let (excerpt, labels, related) = (None, Vec::new(), Vec::new());
            return Frame { code: String::new(), level, message, help, excerpt, labels, related };
        };
        let (near, far): (Vec<&(Origin, String)>, Vec<_>) =
            places.iter().partition(|(place, _)| Arc::ptr_eq(&place.source, &first.source));
        let near: Vec<(Span, String)> =
            near.into_iter().map(|(place, text)| (place.span, clean(text))).collect();
        let (excerpt, labels) = frame_labels(&first.source, &near);
        let related = far.into_iter().map(|(place, text)| {
            Frame::at(Level::Note, clean(text), String::new(), &[(place.clone(), String::new())])
        });
        let related = related.collect();
        Frame { code: String::new(), level, message, help, excerpt: Some(excerpt), labels, related }
    }

    /// The same frame with a code before its message.
    pub fn with_code(self, code: String) -> Self {
        Frame { code, ..self }
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Frame {}

impl Diagnostic for Frame {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.code.is_empty()).then(|| Box::new(&self.code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.level {
            Level::Error => miette::Severity::Error,
            Level::Warning => miette::Severity::Warning,
            Level::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty())
            .then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = LabeledSpan>>)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let related = self.related.iter().map(|frame| frame as &dyn Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as Box<dyn Iterator<Item = &dyn Diagnostic>>)
    }
}

/// Draws a frame.
pub fn draw(frame: &Frame, style: Style) -> String {
    let mut text = String::new();
    // Writing to a string fails only where a frame is wrong; then the message alone is printed.
    let drawn = if style.narrated {
        NarratableReportHandler::new().render_report(&mut text, frame)
    } else {
        let theme = match (style.unicode, style.color) {
            (true, true) => GraphicalTheme::unicode(),
            (true, false) => GraphicalTheme::unicode_nocolor(),
            (false, color) => GraphicalTheme {
                styles: if color { miette::ThemeStyles::ansi() } else { miette::ThemeStyles::none() },
                ..GraphicalTheme::ascii()
            },
        };
        let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(style.width);
        handler.with_break_words(true).render_report(&mut text, frame)
    };
    if drawn.is_err() {
        text = format!("{} {}\n", frame.code, frame.message);
    }
    inert(&text)
}

/// The lines around labels, and the labels placed on them. The first span is the primary one.
pub fn frame_labels(source: &SourceFile, labels: &[(Span, String)]) -> (Excerpt, Vec<LabeledSpan>) {
    let spans: Vec<Span> = labels.iter().map(|(span, _)| *span).collect();
    let (excerpt, places) = Excerpt::new(source, &spans);
    let text = |text: &String| (!text.is_empty()).then(|| text.clone());
    let labels = places.into_iter().zip(labels).enumerate().map(|(index, (place, (_, label)))| {
        if index == 0 {
            LabeledSpan::new_primary_with_span(text(label), place)
        } else {
            LabeledSpan::new_with_span(text(label), place)
        }
    });
    (excerpt, labels.collect())
}

/// Text of several lines, each cleaned of characters that would act on a terminal.
pub fn clean_lines(text: &str) -> String {
    inert(&text.trim_end().lines().map(clean).collect::<Vec<_>>().join("\n"))
}
