//! Pages: headings, paragraphs, facts, lists and code, for terminals and as Markdown.

use super::Format;
use super::markdown;
use crate::json;
use crate::lang::Lang;
use crate::report::Style;
use crate::report::excerpt::clean;
use crate::report::wrap::prose;
use serde_json::Value;
use std::fmt::Write as _;
use textwrap::core::display_width;

/// Space before what belongs to the line above.
const INDENT: usize = 2;

/// A page: what people read, and the same for programs.
#[derive(Debug)]
pub struct Page {
    title: String,
    blocks: Vec<Block>,
    entry: Value,
}

/// A part of a page. Texts are as they are; whoever draws the page escapes them.
#[derive(Debug)]
pub enum Block {
    /// A heading.
    Heading(&'static str),
    /// Paragraphs, one a line.
    Text(String),
    /// Names, each with what there is to say.
    Facts(Vec<(&'static str, String)>),
    /// A list.
    List(Vec<Item>),
    /// A text that is shown as it is, in a language.
    Code(&'static str, String),
}

/// An item of a list, with the items below it.
#[derive(Debug, Default)]
pub struct Item {
    text: String,
    below: Vec<Item>,
}

impl Item {
    /// An item with nothing below it.
    pub fn new(text: impl Into<String>) -> Self {
        Item { text: text.into(), below: Vec::new() }
    }

    /// The item with others below it.
    pub fn with(self, below: Vec<Item>) -> Self {
        Item { below, ..self }
    }
}

impl Page {
    /// A page with nothing but a title yet; `entry` is all that it will say, for programs.
    pub fn new(title: impl Into<String>, entry: Value) -> Self {
        Page { title: title.into(), blocks: Vec::new(), entry }
    }

    /// Adds text, if there is any, below a heading.
    pub fn text(&mut self, heading: Option<&'static str>, text: &str) {
        if !text.trim().is_empty() {
            self.blocks.extend(heading.map(Block::Heading));
            self.blocks.push(Block::Text(text.to_owned()));
        }
    }

    /// Adds facts, those that are empty left out.
    pub fn facts(&mut self, facts: Vec<(&'static str, String)>) {
        let told: Vec<_> = facts.into_iter().filter(|(_, fact)| !fact.is_empty()).collect();
        if !told.is_empty() {
            self.blocks.push(Block::Facts(told));
        }
    }

    /// Adds a list, if it has items, below a heading.
    pub fn list(&mut self, heading: &'static str, items: Vec<Item>) {
        if !items.is_empty() {
            self.blocks.extend([Block::Heading(heading), Block::List(items)]);
        }
    }

    /// Adds code below a heading.
    pub fn code(&mut self, heading: &'static str, language: &'static str, text: &str) {
        self.blocks.extend([Block::Heading(heading), Block::Code(language, text.to_owned())]);
    }

    /// The page in a format.
    pub fn render(&self, format: Format, style: Style, lang: Lang) -> String {
        match format {
            Format::Human => self.human(style),
            Format::Markdown => self.markdown(1, lang),
            Format::Json => json::pretty(&self.entry),
        }
    }

    fn human(&self, style: Style) -> String {
        let bold = |text: &str| match style.color {
            true => format!("\u{1b}[1m{text}\u{1b}[0m\n"),
            false => format!("{text}\n"),
        };
        let mut text: String = prose(&self.title, style.width).iter().map(|line| bold(line)).collect();
        let mut apart = true;
        for block in &self.blocks {
            if apart {
                text.push('\n');
            }
            apart = !matches!(block, Block::Heading(_));
            match block {
                Block::Heading(heading) => text.push_str(&bold(heading)),
                Block::Text(body) => {
                    let body =
                        paragraphs(body).map(|paragraph| prose(paragraph, style.width).join("\n") + "\n");
                    text.push_str(&body.collect::<Vec<_>>().join("\n"));
                }
                Block::Facts(facts) => text.push_str(&aligned(facts, style.width)),
                Block::List(items) => listed(&mut text, items, 0, style.width),
                Block::Code(_, code) => text.push_str(&indented(code)),
            }
        }
        text
    }

    /// The page as Markdown, its title a heading of a level.
    pub fn markdown(&self, level: usize, lang: Lang) -> String {
        let mut text = format!("{} {}\n", "#".repeat(level), markdown::text(&self.title));
        for block in &self.blocks {
            text.push('\n');
            match block {
                Block::Heading(heading) => {
                    let _ = writeln!(text, "{} {}", "#".repeat(level + 1), markdown::text(heading));
                }
                Block::Text(body) => {
                    let paragraphs: Vec<String> = paragraphs(body).map(markdown::text).collect();
                    let _ = writeln!(text, "{}", paragraphs.join("\n\n"));
                }
                Block::Facts(facts) => {
                    for (name, fact) in facts {
                        let _ = writeln!(text, "- **{name}**{}{}", colon(lang), markdown::text(fact));
                    }
                }
                Block::List(items) => marked(&mut text, items, 0),
                Block::Code(language, code) => text.push_str(&fenced(language, code)),
            }
        }
        text
    }
}

fn colon(lang: Lang) -> &'static str {
    lang.pick(": ", "：")
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty())
}

/// Facts in two columns.
fn aligned(facts: &[(&'static str, String)], width: usize) -> String {
    let names = facts.iter().map(|(name, _)| display_width(name)).max().unwrap_or(0) + INDENT;
    let mut text = String::new();
    for (name, fact) in facts {
        for (at, line) in prose(fact, width.saturating_sub(names)).iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let pad = names - display_width(name);
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name}{:pad$}{line}", "");
        }
    }
    text
}

/// A list for terminals: every level further to the right.
fn listed(text: &mut String, items: &[Item], depth: usize, width: usize) {
    let before = INDENT * (depth + 1);
    for item in items {
        for (at, line) in prose(&item.text, width.saturating_sub(before)).iter().enumerate() {
            let mark = if at == 0 { "- " } else { "  " };
            let _ = writeln!(text, "{:pad$}{mark}{line}", "", pad = before - INDENT);
        }
        listed(text, &item.below, depth + 1, width);
    }
}

/// A list of Markdown.
fn marked(text: &mut String, items: &[Item], depth: usize) {
    for item in items {
        let _ = writeln!(text, "{:pad$}- {}", "", markdown::text(&item.text), pad = INDENT * depth);
        marked(text, &item.below, depth + 1);
    }
}

fn indented(code: &str) -> String {
    let line = |line: &str| format!("{:INDENT$}{}", "", clean(line)).trim_end().to_owned() + "\n";
    code.trim_end().lines().map(line).collect()
}

/// Code in a fence that is longer than any in it.
fn fenced(language: &str, code: &str) -> String {
    let code: String = code.trim_end().lines().map(|line| clean(line) + "\n").collect();
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{code}{fence}\n")
}
