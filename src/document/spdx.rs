//! SPDX: JSON as it is, lines of `Tag: value` in the shape that the JSON form of the standard has.

mod tags;

use super::draft::{Draft, Drafting, Key, List, Map};
use super::lines::{Lines, trimmed};
use super::{Format, Limits, NodeKind, Parsed, json};
use crate::problem::Problem;
use crate::source::{SourceFile, Span};
use std::sync::Arc;
use tags::{Place, Shape};

pub(super) fn parse(source: &Arc<SourceFile>, limits: &Limits) -> Parsed {
    if source.text.trim_start().starts_with('{') {
        let mut parsed = json::parse(source, limits, json::Dialect::Strict);
        parsed.documents.iter_mut().for_each(|document| document.format = Format::Spdx);
        return parsed;
    }
    let mut reader = Reader {
        draft: Drafting::new(source, limits),
        document: Map { spread: true, ..Map::default() },
        creation: Map { spread: true, ..Map::default() },
        sections: Place::LISTS.map(|_| Vec::new()),
        current: Place::Document,
        comments: Vec::new(),
    };
    let root = reader.run();
    reader.draft.finish_with(reader.comments, Format::Spdx, root)
}

struct Reader<'s> {
    draft: Drafting<'s>,
    document: Map,
    creation: Map,
    /// Packages, files, snippets, relationships, annotations and licenses, in the order of `Place::LISTS`.
    sections: [Vec<Map>; 6],
    current: Place,
    comments: Vec<Span>,
}

impl<'s> Reader<'s> {
    fn run(&mut self) -> Result<Draft, Problem> {
        let text = &self.draft.source.text;
        let mut lines = Lines::new(text);
        while let Some(line) = lines.next() {
            let line = trimmed(text, line);
            let code = self.draft.slice(line);
            if code.starts_with('#') {
                self.comments.push(line);
            } else if !code.is_empty() {
                self.line(line, &mut lines)?;
            }
        }
        self.root()
    }

    fn line(&mut self, line: Span, lines: &mut Lines<'s>) -> Result<(), Problem> {
        let code = self.draft.slice(line);
        let Some(colon) = code.find(':') else {
            return Err(self.draft.wrong(line, "this is not of the form `Tag: value`"));
        };
        let tag = Span::new(line.start as usize, line.start as usize + code[..colon].trim_end().len());
        let rest = Span::new(line.start as usize + colon + 1, line.end as usize);
        let value = self.value(trimmed(&self.draft.source.text, rest), lines)?;
        self.entry(tag, value)
    }

    /// A text between `<text>` and `</text>` goes on over lines.
    fn value(&self, first: Span, lines: &mut Lines<'s>) -> Result<Span, Problem> {
        const OPEN: &str = "<text>";
        const CLOSE: &str = "</text>";
        if !self.draft.slice(first).starts_with(OPEN) {
            return Ok(first);
        }
        let start = first.start as usize + OPEN.len();
        let mut line = first;
        loop {
            let from = (line.start as usize).max(start);
            if let Some(at) = self.draft.source.text[from..line.end as usize].find(CLOSE) {
                return Ok(Span::new(start, from + at));
            }
            match lines.next() {
                Some(next) => line = next,
                None => return Err(self.draft.wrong(first, "no `</text>` ends this text")),
            }
        }
    }

    fn entry(&mut self, tag: Span, value: Span) -> Result<(), Problem> {
        let name = self.draft.slice(tag);
        let known = tags::of(name, self.current);
        let Some((place, member, shape)) = known else {
            return Err(self.draft.wrong(tag, format!("there is no tag {name:?} here")));
        };
        if tags::begins(name, place) {
            self.current = place;
            if let Some(at) = place.list() {
                self.sections[at].push(Map { span: tag, head: Some(tag), ..Map::default() });
            }
        }
        let entry = self.shaped(value, shape)?;
        let key = Key { name: super::Text::Owned(member.into()), span: tag };
        let map = match place {
            Place::Document => &mut self.document,
            Place::Creation => &mut self.creation,
            list => {
                let found = list.list().and_then(|at| self.sections[at].last_mut());
                match found {
                    Some(map) => map,
                    None => {
                        return Err(self.draft.wrong(tag, "what this tag is about has to stand before it"));
                    }
                }
            }
        };
        add(map, key, member, entry, shape);
        Ok(())
    }

    fn shaped(&mut self, at: Span, shape: Shape) -> Result<Draft, Problem> {
        match shape {
            Shape::Text | Shape::Texts => self.draft.verbatim(at),
            Shape::Bool => match self.draft.slice(at) {
                "true" => self.draft.scalar(NodeKind::Bool(true), at),
                "false" => self.draft.scalar(NodeKind::Bool(false), at),
                _ => Err(self.draft.wrong(at, "this has to be true or false")),
            },
            Shape::Pairs(names) | Shape::Members(names) => self.object(at, names),
        }
    }

    /// Words of a line as members of an object: the last takes the rest.
    fn object(&mut self, at: Span, names: &[&str]) -> Result<Draft, Problem> {
        let text = self.draft.slice(at);
        let mut map = Map { span: at, ..Map::default() };
        let mut from = 0;
        for (position, name) in names.iter().enumerate() {
            let rest = &text[from..];
            let start = from + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
            let last = position + 1 == names.len();
            let length = text[start..].find([' ', '\t']).filter(|_| !last).unwrap_or(text.len() - start);
            let span = super::lines::piece(at, start, start + length);
            // `SHA1: value` has a colon behind its name.
            let word = self.draft.slice(span);
            let cut = word.strip_suffix(':').map_or(word.len(), str::len);
            let span = super::lines::piece(span, 0, cut);
            map.entries.push((Key::label(name, span), self.draft.verbatim(span)?));
            from = start + length;
        }
        self.draft.map(map)
    }

    fn root(&mut self) -> Result<Draft, Problem> {
        let mut root = std::mem::take(&mut self.document);
        let creation = std::mem::take(&mut self.creation);
        if !creation.entries.is_empty() {
            let at = creation.entries[0].0.span;
            root.entries.push((Key::label("creationInfo", at), self.draft.map(creation)?));
        }
        for (place, section) in Place::LISTS.iter().zip(std::mem::take(&mut self.sections)) {
            if section.is_empty() {
                continue;
            }
            let at = section[0].span;
            let items = section.into_iter().map(|map| self.draft.map(map)).collect::<Result<_, _>>()?;
            let list = self.draft.list(List { span: at, items, spread: true })?;
            root.entries.push((Key::label(place.member(), at), list));
        }
        self.draft.map(Map { spread: true, ..root })
    }
}

/// Adds a member; of what may stand several times, an item.
fn add(map: &mut Map, key: Key, member: &str, mut entry: Draft, shape: Shape) {
    if let (Shape::Members(_), Draft::Map(members)) = (shape, &mut entry) {
        map.entries.append(&mut members.entries);
        return;
    }
    if !shape.repeats() {
        map.entries.push((key, entry));
        return;
    }
    let named = |key: &Key| matches!(&key.name, super::Text::Owned(name) if &**name == member);
    if let Some((_, Draft::List(list))) = map.entries.iter_mut().find(|(key, _)| named(key)) {
        list.items.push(entry);
        return;
    }
    map.entries.push((key, Draft::List(List { items: vec![entry], spread: true, ..List::default() })));
}
