//! Templates, read into nodes.

use super::super::Failed;
use super::Item;
use std::iter::{Cloned, Peekable};
use std::slice::Iter;
use std::vec::IntoIter;

/// Deepest nesting of blocks, and of brackets in one pipeline.
const DEPTH: usize = 64;

/// A part of a template.
pub(super) enum Node {
    Text(String),
    Show(Pipe),
    /// `if` or `with`.
    Choice {
        with: bool,
        pipe: Pipe,
        then: Vec<Node>,
        otherwise: Vec<Node>,
    },
    Range {
        pipe: Pipe,
        body: Vec<Node>,
        otherwise: Vec<Node>,
    },
    Break,
    Continue,
}

/// `$name := command | command`.
pub(super) struct Pipe {
    pub names: Vec<String>,
    pub declares: bool,
    pub commands: Vec<Vec<Operand>>,
}

pub(super) enum Operand {
    Dot(Vec<String>),
    Variable(String, Vec<String>),
    Group(Pipe, Vec<String>),
    Literal(Item),
    Function(String),
}

/// A token of an action. Fields that follow upon a name without a space belong to it.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Dot(Vec<String>),
    Variable(String, Vec<String>),
    Word(String),
    Literal(Item),
    Open,
    Close(Vec<String>),
    Pipe,
    Comma,
    Declare,
    Assign,
}

/// A stretch of a template: text, or what stands between braces.
enum Part {
    Text(String),
    Action(Vec<Token>),
}

pub(super) fn template(text: &str) -> Result<Vec<Node>, Failed> {
    let mut parts = parts(text)?.into_iter().peekable();
    let (nodes, end) = block(&mut parts, 0, false)?;
    match end {
        None => Ok(nodes),
        Some(_) => Err(Failed::error("unexpected end or else")),
    }
}

fn parts(text: &str) -> Result<Vec<Part>, Failed> {
    let mut parts = Vec::new();
    let (mut rest, mut trim) = (text, false);
    loop {
        let (before, behind) = match rest.split_once("{{") {
            Some((before, behind)) => (before, Some(behind)),
            None => (rest, None),
        };
        let mut before = if trim { before.trim_start() } else { before };
        let Some(behind) = behind else {
            parts.push(Part::Text(before.to_owned()));
            return Ok(parts);
        };
        let trims = |rest: &str| rest.starts_with('-') && rest[1..].starts_with(char::is_whitespace);
        let inner = if trims(behind) {
            before = before.trim_end();
            &behind[1..]
        } else {
            behind
        };
        parts.push(Part::Text(before.to_owned()));
        let end = action_end(inner)?;
        let (action, after) = (&inner[..end], &inner[end + 2..]);
        trim = action.ends_with('-') && action[..action.len() - 1].ends_with(char::is_whitespace);
        let action = if trim { &action[..action.len() - 1] } else { action };
        if !action.trim_start().starts_with("/*") {
            parts.push(Part::Action(tokens(action)?));
        }
        rest = after;
    }
}

/// Where the braces that close an action stand, outside of its strings.
fn action_end(text: &str) -> Result<usize, Failed> {
    let bytes = text.as_bytes();
    let comment = text.trim_start().starts_with("/*");
    let mut at = if comment { text.find("*/").ok_or_else(|| Failed::error("unclosed comment"))? } else { 0 };
    while at < bytes.len() {
        match bytes[at] {
            b'}' if bytes.get(at + 1) == Some(&b'}') => return Ok(at),
            quote @ (b'"' | b'`') => at += quoted(&text[at..], quote)?,
            _ => at += 1,
        }
    }
    Err(Failed::error("unclosed action"))
}

/// The length of a string with its quotes.
fn quoted(text: &str, quote: u8) -> Result<usize, Failed> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 2,
            byte if byte == quote => return Ok(at + 1),
            _ => at += 1,
        }
    }
    Err(Failed::error("unterminated string"))
}

fn tokens(text: &str) -> Result<Vec<Token>, Failed> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let mut length = first.len_utf8();
        tokens.push(match first {
            '(' => Token::Open,
            '|' => Token::Pipe,
            ',' => Token::Comma,
            '=' => Token::Assign,
            ':' if rest.starts_with(":=") => {
                length = 2;
                Token::Declare
            }
            '"' | '`' => {
                length = quoted(rest, first as u8)?;
                Token::Literal(literal(&rest[..length])?)
            }
            ')' => Token::Close(fields(&rest[1..], &mut length)),
            '.' => {
                length = 0;
                let fields = fields(rest, &mut length);
                length = length.max(1);
                Token::Dot(fields)
            }
            '$' => {
                length += word(&rest[1..]).len();
                let name = rest[..length].to_owned();
                Token::Variable(name, fields(&rest[length..], &mut length))
            }
            '-' | '0'..='9' => {
                length += rest[1..].bytes().take_while(u8::is_ascii_digit).count();
                let number = rest[..length].parse().map_err(|_| Failed::error("bad number"))?;
                if rest[length..].starts_with(|c: char| c == '.' || c.is_alphanumeric()) {
                    return Err(Failed::refused(
                        "only whole decimal numbers are supported in templates",
                        "模板中只支持十进制整数",
                    ));
                }
                Token::Literal(Item::Whole(number))
            }
            _ => {
                length = word(rest).len();
                if length == 0 {
                    return Err(Failed::error(format!("unexpected {first:?} in a template")));
                }
                Token::Word(rest[..length].to_owned())
            }
        });
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// The name that a text starts with.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    &text[..end]
}

/// The fields `.a.b` that a text starts with; adds their length.
fn fields(text: &str, length: &mut usize) -> Vec<String> {
    let mut fields = Vec::new();
    let mut rest = text;
    while let Some(name) = rest.strip_prefix('.').map(word).filter(|name| !name.is_empty()) {
        fields.push(name.to_owned());
        rest = &rest[name.len() + 1..];
        *length += name.len() + 1;
    }
    fields
}

fn literal(quoted: &str) -> Result<Item, Failed> {
    let inner = &quoted[1..quoted.len() - 1];
    if quoted.starts_with('`') {
        return Ok(Item::text(inner));
    }
    let text: String =
        serde_json::from_str(quoted).map_err(|_| Failed::error(format!("bad string {quoted}")))?;
    Ok(Item::text(text))
}

type Parts = Peekable<IntoIter<Part>>;

/// Nodes up to the end of a block, with the tokens of the action that ends it.
fn block(parts: &mut Parts, depth: usize, loops: bool) -> Result<(Vec<Node>, Option<Vec<Token>>), Failed> {
    if depth > DEPTH {
        return Err(Failed::limit(
            format!("blocks nested deeper than the limit of {DEPTH} in a template"),
            format!("模板中的块嵌套超过上限 {DEPTH} 层"),
        ));
    }
    let mut nodes = Vec::new();
    while let Some(part) = parts.next() {
        let tokens = match part {
            Part::Text(text) if text.is_empty() => continue,
            Part::Text(text) => {
                nodes.push(Node::Text(text));
                continue;
            }
            Part::Action(tokens) => tokens,
        };
        let keyword = match tokens.first() {
            Some(Token::Word(word)) => word.clone(),
            _ => String::new(),
        };
        match keyword.as_str() {
            "end" | "else" => return Ok((nodes, Some(tokens))),
            "break" | "continue" if loops && tokens.len() == 1 => {
                nodes.push(if keyword == "break" { Node::Break } else { Node::Continue });
            }
            "if" | "with" | "range" => {
                nodes.push(branch(&keyword, tokens[1..].to_vec(), parts, depth, loops)?);
            }
            "define" | "template" | "block" | "break" | "continue" => {
                return Err(Failed::refused(
                    format!("{keyword} is not supported in a template, or not here"),
                    format!("模板中不支持 {keyword}，或不能用在此处"),
                ));
            }
            _ => nodes.push(Node::Show(pipe(tokens)?)),
        }
    }
    Ok((nodes, None))
}

/// `if`, `with` or `range` with its blocks.
fn branch(
    keyword: &str,
    head: Vec<Token>,
    parts: &mut Parts,
    depth: usize,
    loops: bool,
) -> Result<Node, Failed> {
    let pipe = pipe(head)?;
    let (then, end) = block(parts, depth + 1, loops || keyword == "range")?;
    let otherwise = match end.as_deref() {
        Some([Token::Word(end)]) if end == "end" => Vec::new(),
        Some([Token::Word(_)]) => {
            let (nodes, end) = block(parts, depth + 1, loops)?;
            match end.as_deref() {
                Some([Token::Word(end)]) if end == "end" => nodes,
                _ => return Err(Failed::error("else without end")),
            }
        }
        Some([Token::Word(word), Token::Word(next), head @ ..]) if word == "else" && next == keyword => {
            vec![branch(keyword, head.to_vec(), parts, depth + 1, loops)?]
        }
        _ => return Err(Failed::error(format!("{keyword} without end"))),
    };
    Ok(match keyword {
        "range" => Node::Range { pipe, body: then, otherwise },
        _ => Node::Choice { with: keyword == "with", pipe, then, otherwise },
    })
}

fn pipe(tokens: Vec<Token>) -> Result<Pipe, Failed> {
    let mut names = Vec::new();
    let assigned = tokens.iter().position(|token| matches!(token, Token::Declare | Token::Assign));
    let declares = assigned.is_some_and(|at| tokens[at] == Token::Declare);
    let (head, rest) = tokens.split_at(assigned.map_or(0, |at| at + 1));
    for token in head {
        match token {
            Token::Variable(name, fields) if fields.is_empty() => names.push(name.clone()),
            Token::Comma | Token::Declare | Token::Assign => {}
            _ => return Err(Failed::error("only a variable can be assigned to")),
        }
    }
    let mut rest = rest.iter().cloned().peekable();
    let commands = commands(&mut rest, 0)?;
    if rest.next().is_some() {
        return Err(Failed::error("unexpected bracket in a template"));
    }
    Ok(Pipe { names, declares, commands })
}

/// Commands up to the end, or to the bracket that closes them.
fn commands(
    tokens: &mut Peekable<Cloned<Iter<'_, Token>>>,
    depth: usize,
) -> Result<Vec<Vec<Operand>>, Failed> {
    if depth > DEPTH {
        return Err(Failed::limit(
            format!("brackets nested deeper than the limit of {DEPTH} in a template"),
            format!("模板中的括号嵌套超过上限 {DEPTH} 层"),
        ));
    }
    let mut commands = vec![Vec::new()];
    while let Some(token) = tokens.next_if(|token| !matches!(token, Token::Close(_))) {
        let operand = match token {
            Token::Pipe => {
                commands.push(Vec::new());
                continue;
            }
            Token::Dot(fields) => Operand::Dot(fields),
            Token::Variable(name, fields) => Operand::Variable(name, fields),
            Token::Literal(item) => Operand::Literal(item),
            Token::Word(word) => match word.as_str() {
                "true" | "false" => Operand::Literal(Item::boolean(word == "true")),
                "nil" => Operand::Literal(Item::Missing),
                _ => Operand::Function(word),
            },
            Token::Open => {
                let inner = self::commands(tokens, depth + 1)?;
                let Some(Token::Close(fields)) = tokens.next() else {
                    return Err(Failed::error("unclosed bracket in a template"));
                };
                Operand::Group(Pipe { names: Vec::new(), declares: false, commands: inner }, fields)
            }
            other => return Err(Failed::error(format!("unexpected {other:?} in a template"))),
        };
        if let Some(command) = commands.last_mut() {
            command.push(operand);
        }
    }
    Ok(commands)
}
