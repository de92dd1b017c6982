//! Tags: what they make of a value, and values that they do not fit.

use super::{Reader, Weight};
use crate::document::{NodeId, NodeKind, Note, Text, cloudformation, core_schema};
use crate::lang::both;
use crate::problem::{Origin, Problem};
use crate::source::Span;
use data_encoding::BASE64;
use granit_parser::Tag;

/// How the tags begin that YAML itself has.
const YAML: &str = "tag:yaml.org,2002:";

/// What a tag says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says<'t> {
    /// Nothing.
    Nothing,
    /// It is a function of CloudFormation.
    Function(&'static str),
    /// It is of a type of YAML.
    Type(&'t str),
    /// Something that only those who made it up know.
    Custom,
}

impl<'t> Says<'t> {
    pub fn of(tag: Option<&'t Tag>) -> Self {
        let Some(tag) = tag else { return Says::Nothing };
        let whole = || if tag.handle().is_empty() { tag.suffix().strip_prefix(YAML) } else { None };
        let split = || (tag.handle() == YAML).then(|| tag.suffix());
        if let Some(name) = tag.core_suffix().or_else(split).or_else(whole) {
            // `!!python/tuple` is in the name space of YAML and no type of it.
            return if name.contains('/') { Says::Custom } else { Says::Type(name) };
        }
        match (tag.handle(), tag.suffix()) {
            // `! x` is a text, whatever it looks like.
            ("!", "") | ("", "!") => Says::Type("str"),
            ("!", name) => cloudformation::key(name).map_or(Says::Custom, Says::Function),
            _ => Says::Custom,
        }
    }

    /// The function of CloudFormation.
    pub fn function(self) -> Option<&'static str> {
        match self {
            Says::Function(name) => Some(name),
            _ => None,
        }
    }
}

/// A scalar that its tag does not fit in YAML 1.2; in YAML 1.1 it may.
pub(super) struct Misfit {
    pub node: NodeId,
    pub tag: Box<str>,
    pub older: Option<NodeKind>,
}

/// What a scalar with a tag of YAML is, or whether the tag fits a text.
pub(super) fn typed(tag: &str, text: &str) -> Result<Option<NodeKind>, ()> {
    match tag {
        "str" | "timestamp" | "value" | "yaml" => Ok(None),
        "binary" => {
            let code: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            BASE64.decode(&code).map(|_| None).map_err(drop)
        }
        tag => core_schema::tagged(tag, text).map(Some).ok_or(()),
    }
}

/// True for a tag of YAML that a collection may have.
pub(super) fn fits_collection(tag: &str, mapping: bool) -> bool {
    match tag {
        "map" | "set" => mapping,
        "seq" | "omap" | "pairs" => !mapping,
        _ => false,
    }
}

impl Reader<'_> {
    /// The value does not fit its tag.
    pub(super) fn misfit(&self, tag: &str, at: Span) -> Problem {
        Problem::syntax(self.source, at, format!("this value does not fit its tag !!{tag}"))
    }

    /// Notes the first tag of a file that nothing is known of.
    pub(super) fn unknown_tag(&mut self, tag: Option<&Tag>, at: Span) {
        let Some(tag) = tag.filter(|_| !std::mem::replace(&mut self.noted_tag, true)) else { return };
        let name = format!("{}{}", tag.handle(), tag.suffix());
        self.parsed.notes.push(Note {
            at: Origin::new(self.source, at),
            message: both(
                format!("the tag {name} is not known; values with such tags are read without them"),
                format!("未知标签 {name}；此类标签会被忽略，只读取其值"),
            ),
        });
    }

    /// The mapping that a tag of CloudFormation stands for, around its argument.
    pub(super) fn called(
        &mut self,
        argument: NodeId,
        function: Option<&'static str>,
    ) -> Result<NodeId, Problem> {
        let Some(function) = function else { return Ok(argument) };
        let span = self.document.node(argument).span;
        let start = Span { start: span.start, end: span.start };
        let name = NodeKind::String(Text::Owned(function.into()));
        let inner = self.weights[argument as usize];
        let weight = Weight { nodes: inner.nodes.saturating_add(2), height: inner.height + 1, ..inner };
        let key = self.push(name, start, Weight { nodes: 1, height: 1, keyed: false })?;
        self.push(NodeKind::Mapping(Box::new([(key, argument)])), span, weight)
    }

    /// `resource.attribute` as a list of the two, each with its place where the text is written as it is.
    pub(super) fn attribute(&mut self, kind: NodeKind, span: Span) -> Result<NodeId, Problem> {
        let parts = match &kind {
            NodeKind::String(Text::Source(at)) => {
                let text = self.source.slice(*at);
                text.find('.').map(|dot| {
                    let (dot, end) = (at.start as usize + dot, at.end as usize);
                    let part = |span: Span| (NodeKind::String(Text::Source(span)), span);
                    [part(Span::new(at.start as usize, dot)), part(Span::new(dot + 1, end))]
                })
            }
            NodeKind::String(Text::Owned(text)) => text.split_once('.').map(|(resource, attribute)| {
                let end = Span { start: span.end, end: span.end };
                let part = |text: &str, span| (NodeKind::String(Text::Owned(text.into())), span);
                [part(resource, span), part(attribute, end)]
            }),
            _ => None,
        };
        let Some(parts) = parts else {
            let weight = Weight::scalar(&kind);
            return self.push(kind, span, weight);
        };
        let mut weight = Weight { nodes: 1, height: 2, keyed: false };
        let mut items = Vec::with_capacity(parts.len());
        for (kind, place) in parts {
            let own = Weight::scalar(&kind);
            weight.nodes = weight.nodes.saturating_add(own.nodes);
            items.push(self.push(kind, place, own)?);
        }
        self.push(NodeKind::Sequence(items.into()), span, weight)
    }
}
