//! Dockerfiles as BuildKit reads them, in the shape that conftest gives: a list of commands.

mod stages;
mod words;

use super::draft::{Draft, Drafting, Key, List, Map};
use super::lines::{Lines, Logical, trimmed};
use super::{Format, Limits, NodeKind, Parsed, template};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::sync::Arc;
use words::{Argument, Heredoc};

pub use stages::{Stage, from_stages, stages};

/// How the arguments of an instruction are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// One text.
    Text,
    /// Words, whatever stands in them.
    Words,
    /// Words in quotes, as `ARG` has them.
    Quoted,
    /// `KEY=VALUE`, or a key and the rest of the line.
    Pairs,
    /// A JSON array, or one text.
    Command,
    /// A JSON array, or words.
    Paths,
    /// A word, and a command behind it.
    Health,
    /// Another instruction.
    Trigger,
}

const INSTRUCTIONS: &[(&str, Form)] = &[
    ("add", Form::Paths),
    ("arg", Form::Quoted),
    ("cmd", Form::Command),
    ("copy", Form::Paths),
    ("entrypoint", Form::Command),
    ("env", Form::Pairs),
    ("expose", Form::Words),
    ("from", Form::Words),
    ("healthcheck", Form::Health),
    ("label", Form::Pairs),
    ("maintainer", Form::Text),
    ("onbuild", Form::Trigger),
    ("run", Form::Command),
    ("shell", Form::Command),
    ("stopsignal", Form::Text),
    ("user", Form::Text),
    ("volume", Form::Paths),
    ("workdir", Form::Text),
];

fn form(name: &str) -> Option<(&'static str, Form)> {
    INSTRUCTIONS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).copied()
}

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    let mut reader = Reader {
        draft: Drafting::new(source, limits),
        commands: Vec::new(),
        comments: Vec::new(),
        pending: Vec::new(),
        stages: 0,
        escape: escape(&source.text),
    };
    let mut lines = Lines::new(&source.text);
    while let Some(line) = lines.next() {
        if let Err(problem) = reader.line(line, &mut lines) {
            return Parsed::failed(problem);
        }
    }
    reader.finish()
}

/// The character that continues lines: a directive in the comments before anything else may change it.
fn escape(text: &str) -> char {
    for line in text.lines() {
        let Some(directive) = line.trim().strip_prefix('#') else { break };
        let Some((name, value)) = directive.split_once('=') else { break };
        if name.trim().eq_ignore_ascii_case("escape") {
            return if value.trim() == "`" { '`' } else { '\\' };
        }
    }
    '\\'
}

/// An instruction with what has been read of it.
struct Command {
    /// Its keyword.
    name: Span,
    sub: Option<Span>,
    json: bool,
    flags: Vec<Argument>,
    values: Vec<Argument>,
    /// All that follows the keyword.
    arguments: Span,
    heredocs: Vec<Heredoc>,
}

struct Reader<'s> {
    draft: Drafting<'s>,
    commands: Vec<Draft>,
    comments: Vec<Span>,
    /// Comments that the next instruction takes with it.
    pending: Vec<Span>,
    stages: usize,
    escape: char,
}

impl<'s> Reader<'s> {
    fn line(&mut self, line: Span, lines: &mut Lines<'s>) -> Result<(), Problem> {
        let text = &self.draft.source.text;
        let here = trimmed(text, line);
        if self.draft.slice(here).starts_with('#') {
            self.comments.push(here);
            self.pending.push(here);
            return Ok(());
        }
        let start = Span { start: here.start, end: line.end };
        let logical = self.logical(start, lines);
        if logical.text.trim().is_empty() {
            return Ok(());
        }
        self.instruction(&logical, lines)
    }

    /// A line and those that it goes on in; comments and empty lines between them do not end it.
    fn logical(&mut self, first: Span, lines: &mut Lines<'s>) -> Logical {
        let mut logical = Logical::default();
        let mut line = Some(first);
        while let Some(span) = line {
            let text = self.draft.slice(span);
            let (code, goes_on) = words::continued(text, self.escape);
            logical.add(code, span.start as usize);
            if !goes_on {
                break;
            }
            line = lines.by_ref().find(|next| {
                let here = trimmed(&self.draft.source.text, *next);
                let comment = self.draft.slice(here).starts_with('#');
                if comment {
                    self.comments.push(here);
                }
                !comment && !here.is_empty()
            });
        }
        logical
    }

    fn instruction(&mut self, logical: &Logical, lines: &mut Lines<'s>) -> Result<(), Problem> {
        let mut command = self.command(logical, 0, true)?;
        let keyword = self.draft.slice(command.name);
        if keyword.eq_ignore_ascii_case("from") {
            self.stages += 1;
        }
        for comment in std::mem::take(&mut self.pending) {
            let comment = self.comment(comment)?;
            self.commands.push(comment);
        }
        if matches!(form(keyword), Some(("run" | "copy" | "add", _))) {
            command.heredocs = words::heredocs(logical, self.escape);
            for heredoc in &mut command.heredocs {
                self.heredoc(heredoc, lines)?;
            }
        }
        let command = self.draft_of(&command)?;
        self.commands.push(command);
        Ok(())
    }

    /// Reads the text of a heredoc up to the line that ends it.
    fn heredoc(&self, heredoc: &mut Heredoc, lines: &mut Lines<'s>) -> Result<(), Problem> {
        let mut text: Option<Span> = None;
        for line in lines.by_ref() {
            let mut code = self.draft.slice(line);
            if heredoc.chomp {
                code = code.trim_start_matches('\t');
            }
            if code == heredoc.name {
                let end = Span::new(line.start as usize, line.start as usize);
                let start = text.map_or(end.start, |text| text.start);
                heredoc.text = Span { start, end: end.start };
                return Ok(());
            }
            text.get_or_insert(line);
        }
        Err(self.draft.wrong(heredoc.at, format!("no line ends the heredoc {:?}", heredoc.name)))
    }

    fn command(&self, logical: &Logical, from: usize, outer: bool) -> Result<Command, Problem> {
        let text = &logical.text;
        let (start, end) = words::word(text, from);
        let name = logical.span(start, end);
        let Some((_, form)) = form(&text[start..end]) else {
            let at = name;
            let reason = format!("there is no instruction {:?}", &text[start..end]);
            return Err(match template::action_around(&self.draft.source.text, at.start as usize) {
                Some(span) => Problem::Template { source: self.draft.source.clone(), span },
                None => self.draft.wrong(at, reason),
            });
        };
        let (flags, rest) = words::flags(logical, end, self.escape);
        let last = text.trim_end().len();
        let rest = (rest + (text[rest..].len() - text[rest..].trim_start().len())).min(last.max(end));
        let arguments = logical.span(rest.min(last), last);
        let mut command = Command {
            name,
            sub: None,
            json: false,
            flags,
            values: Vec::new(),
            arguments,
            heredocs: Vec::new(),
        };
        if form == Form::Trigger {
            return self.trigger(command, logical, rest, outer);
        }
        let read = words::values(logical, rest.min(last), last, form, self.escape);
        (command.values, command.json) = read.map_err(|(at, reason)| self.draft.wrong(at, reason))?;
        let may_be_empty = matches!(form, Form::Command);
        if command.values.is_empty() && !may_be_empty {
            return Err(self.draft.wrong(name, "this instruction needs arguments"));
        }
        Ok(command)
    }

    /// `ONBUILD`: the values are those of the instruction in it, which must not be another one.
    fn trigger(
        &self,
        command: Command,
        logical: &Logical,
        rest: usize,
        outer: bool,
    ) -> Result<Command, Problem> {
        if !outer || logical.text[rest..].trim().is_empty() {
            return Err(self.draft.wrong(command.name, "ONBUILD needs another instruction"));
        }
        let inner = self.command(logical, rest, false)?;
        Ok(Command { sub: Some(inner.name), json: inner.json, values: inner.values, ..command })
    }

    fn comment(&mut self, at: Span) -> Result<Draft, Problem> {
        let text = trimmed(&self.draft.source.text, Span { start: at.start + 1, end: at.end });
        let mark = Span { start: at.start, end: at.start + 1 };
        let values = vec![Argument { text: self.draft.slice(text).to_owned(), span: text }];
        let command = Command {
            name: mark,
            sub: None,
            json: false,
            flags: Vec::new(),
            values,
            arguments: text,
            heredocs: Vec::new(),
        };
        self.draft_of(&command)
    }

    fn draft_of(&mut self, command: &Command) -> Result<Draft, Problem> {
        let Command { name, arguments, .. } = *command;
        let keyword = match self.draft.slice(name) {
            "#" => "comment".to_owned(),
            keyword => keyword.to_ascii_lowercase(),
        };
        let stage = i64::try_from(self.stages.saturating_sub(1)).unwrap_or(i64::MAX);
        let sub = command.sub.map_or("", |sub| self.draft.slice(sub));
        let mut entries = vec![
            (Key::label("Cmd", name), self.draft.string(&keyword, name)?),
            (Key::label("SubCmd", name), self.draft.string(sub, command.sub.unwrap_or(name))?),
            (Key::label("JSON", name), self.draft.scalar(NodeKind::Bool(command.json), arguments)?),
            (Key::label("Flags", name), self.arguments(&command.flags, name)?),
            (Key::label("Value", arguments), self.arguments(&command.values, arguments)?),
            (Key::label("Stage", name), self.draft.scalar(NodeKind::Int(stage), name)?),
        ];
        if !command.heredocs.is_empty() {
            let key = Key::label("Heredocs", arguments);
            entries.push((key, self.heredocs(&command.heredocs)?));
        }
        self.draft.map(Map { span: name, entries, spread: false, head: Some(name) })
    }

    fn arguments(&mut self, arguments: &[Argument], at: Span) -> Result<Draft, Problem> {
        let span = match arguments {
            [] => at,
            [first, ..] => first.span,
        };
        let items = arguments.iter().map(|one| self.draft.string(&one.text, one.span));
        let items = items.collect::<Result<_, _>>()?;
        self.draft.list(List { span, items, spread: true })
    }

    fn heredocs(&mut self, heredocs: &[Heredoc]) -> Result<Draft, Problem> {
        let mut items = Vec::new();
        for heredoc in heredocs {
            let name = self.draft.string(&heredoc.name, heredoc.at)?;
            let text = self.draft.verbatim(heredoc.text)?;
            let entries =
                vec![(Key::label("Name", heredoc.at), name), (Key::label("Content", heredoc.text), text)];
            let map = Map { span: heredoc.at, entries, spread: true, head: Some(heredoc.at) };
            items.push(self.draft.map(map)?);
        }
        let span = heredocs.first().map(|first| first.at).unwrap_or_default();
        self.draft.list(List { span, items, spread: true })
    }

    fn finish(mut self) -> Parsed {
        if self.commands.is_empty() {
            return Parsed::default();
        }
        let items = std::mem::take(&mut self.commands);
        let root = self.draft.list(List { items, spread: true, ..List::default() });
        self.draft.finish_with(self.comments, Format::Dockerfile, root)
    }
}
