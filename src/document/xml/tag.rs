//! Start tags of XML that has been found to be well formed: names and attributes with their places, those that
//! declare namespaces included.

use crate::source::Span;

/// An attribute; its value lies between quotes.
pub(in crate::document) struct Attribute {
    pub name: Span,
    pub value: Span,
}

/// The name in the tag that starts at a place, its prefix included.
pub(in crate::document) fn name(text: &str, tag: usize) -> Span {
    let rest = text.get(tag + 1..).unwrap_or("");
    let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
    Span::new(tag + 1, tag + 1 + length)
}

/// The attributes of the tag that starts at a place.
pub(in crate::document) fn attributes(text: &str, tag: usize) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut at = name(text, tag).end as usize;
    loop {
        let rest = text.get(at..).unwrap_or("");
        at += rest.len() - rest.trim_start().len();
        let rest = text.get(at..).unwrap_or("");
        let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'));
        let Some(length) = length.filter(|length| *length > 0) else { return attributes };
        let Some(quote) = rest[length..].find(['"', '\'']).map(|quote| length + quote) else {
            return attributes;
        };
        let sign = &rest[quote..=quote];
        let Some(value) = rest[quote + 1..].find(sign) else { return attributes };
        let start = at + quote + 1;
        attributes
            .push(Attribute { name: Span::new(at, at + length), value: Span::new(start, start + value) });
        at = start + value + 1;
    }
}

/// Behind the tag that starts at a place; before its end for one that closes itself.
pub(in crate::document) fn end(text: &str, tag: usize) -> usize {
    let last = attributes(text, tag).last().map_or(name(text, tag).end, |last| last.value.end + 1);
    let rest = text.get(last as usize..).unwrap_or("");
    let close = rest.find('>').map_or(text.len(), |at| last as usize + at + 1);
    if text.get(..close).is_some_and(|before| before.ends_with("/>")) { close - 2 } else { close }
}

/// The value of an attribute: references resolved, white space made plain.
pub(in crate::document) fn decoded(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\n', '\r', '\t']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(behind) = rest.strip_prefix("\r\n") {
            text.push(' ');
            rest = behind;
            continue;
        }
        let reference = rest.strip_prefix('&').and_then(|behind| behind.split_once(';'));
        let meant = reference.and_then(|(name, behind)| Some((character(name)?, behind)));
        match meant {
            Some((c, behind)) => {
                text.push(c);
                rest = behind;
            }
            None => {
                text.push(if rest.starts_with('&') { '&' } else { ' ' });
                rest = &rest[1..];
            }
        }
    }
    text + rest
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// The start and end tags of a text that may not be well formed: where each begins, and its `>`. Comments, CDATA
/// and instructions are passed over.
fn tags(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = memchr::memchr(b'<', bytes.get(at..)?).map(|found| at + found)?;
            let rest = &text[open..];
            let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
            if let Some((start, end)) = skipped.iter().find(|(start, _)| rest.starts_with(start)) {
                let found = rest[start.len()..].find(end);
                at = found.map_or(text.len(), |found| open + start.len() + found + end.len());
                continue;
            }
            let close = if rest.starts_with("</") { open + 1 } else { tag_close(bytes, open + 1) };
            at = close.max(open + 1);
            return Some((open, close));
        }
    })
}

/// Where elements nest beyond a bound. What is no markup there may count as some, which errs on the side of
/// refusing a file that nests so far.
pub(in crate::document) fn too_deep(text: &str, limit: usize) -> Option<Span> {
    let mut depth = 0usize;
    for (open, close) in tags(text) {
        if text[open..].starts_with("</") {
            depth = depth.saturating_sub(1);
            continue;
        }
        // The root of the tree is a level as well.
        if depth + 1 >= limit {
            return Some(Span::new(open, open + 1));
        }
        let empty = text.as_bytes().get(close - 1) == Some(&b'/');
        depth += usize::from(!empty);
    }
    None
}

/// A tag with more attributes than a bound.
pub(in crate::document) fn too_many(text: &str, limit: usize) -> Option<Span> {
    let many = |(open, close): &(usize, usize)| {
        let bytes = &text.as_bytes()[*open..*close];
        memchr::memchr_iter(b'=', bytes).take(limit + 1).count() > limit
            && attributes(text, *open).len() > limit
    };
    tags(text).find(many).map(|(open, _)| Span::new(open, open + 1))
}

/// The `>` that ends a tag; quotes may hold others.
fn tag_close(bytes: &[u8], from: usize) -> usize {
    let mut quote = None;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match quote {
            Some(open) if *byte == open => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
            None if *byte == b'>' => return at,
            None => {}
        }
    }
    bytes.len()
}
