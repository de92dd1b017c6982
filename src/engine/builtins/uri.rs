//! References of URIs, taken apart as Go takes them apart (RFC 3986, section 4.1).

use super::{Builtin, Failed, Outcome, Scope, operand, pure, show};
use regorus::Value;
use std::net::Ipv6Addr;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("uri.is_valid", 1, |_, values| {
        let text = operand::text(values, 0)?;
        Ok(Value::Bool(!text.is_empty() && Reference::parse(text).is_ok()))
    }),
    pure("uri.parse", 1, parse),
];

fn parse(scope: &mut Scope, values: &[Value]) -> Outcome {
    let text = operand::text(values, 0)?;
    scope.take(text.len().saturating_mul(4))?;
    let found = Reference::parse(text);
    let found = found.map_err(|reason| Failed::error(format!("parse {}: {reason}", show::quoted(text))))?;
    let mut parts = Value::new_object();
    for (name, part) in found.parts() {
        if let Ok(known) = parts.as_object_mut()
            && !part.is_empty()
        {
            known.insert(Value::from(name), Value::from(part));
        }
    }
    Ok(parts)
}

/// A reference, its parts decoded but for the query.
#[derive(Debug, Default)]
struct Reference {
    scheme: String,
    hostname: String,
    port: String,
    path: String,
    /// The path as it is written, where decoding and encoding it again gives another one.
    raw_path: String,
    raw_query: String,
    fragment: String,
}

/// Which characters may stand for themselves, and which escapes may be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Path,
    Host,
    Zone,
    User,
    Fragment,
}

impl Reference {
    fn parse(text: &str) -> Result<Self, String> {
        if text.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
            return Err("net/url: invalid control character in URL".to_owned());
        }
        let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
        let mut found = Reference::default();
        let rest = found.scheme(text)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        query.clone_into(&mut found.raw_query);
        found.hierarchy(rest)?;
        found.fragment = decoded(fragment, Within::Fragment)?;
        Ok(found)
    }

    /// Reads the scheme; gives what follows it.
    fn scheme<'t>(&mut self, text: &'t str) -> Result<&'t str, String> {
        let end = text.bytes().enumerate().position(|(at, byte)| {
            let inner = byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.');
            !(byte.is_ascii_alphabetic() || (inner && at > 0))
        });
        match end {
            Some(0) if text.starts_with(':') => Err("missing protocol scheme".to_owned()),
            Some(end) if end > 0 && text[end..].starts_with(':') => {
                self.scheme = text[..end].to_ascii_lowercase();
                Ok(&text[end + 1..])
            }
            _ => Ok(text),
        }
    }

    /// Reads the authority and the path. What follows a scheme and is no path from the root is opaque.
    fn hierarchy(&mut self, rest: &str) -> Result<(), String> {
        if !rest.starts_with('/') {
            if !self.scheme.is_empty() {
                return Ok(());
            }
            if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
                return Err("first path segment in URL cannot contain colon".to_owned());
            }
        }
        let authority =
            rest.strip_prefix("//").filter(|_| !self.scheme.is_empty() || !rest.starts_with("///"));
        let path = match authority {
            Some(after) => {
                let end = after.find('/').unwrap_or(after.len());
                self.authority(&after[..end])?;
                &after[end..]
            }
            None => rest,
        };
        self.path = decoded(path, Within::Path)?;
        let again = encoded(&self.path);
        self.raw_path = if again == path { self.path.clone() } else { path.to_owned() };
        Ok(())
    }

    fn authority(&mut self, text: &str) -> Result<(), String> {
        let (user, host) = text.rsplit_once('@').map_or((None, text), |(user, host)| (Some(user), host));
        let host = host_of(host)?;
        if let Some(user) = user {
            let allowed = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
            if !user.chars().all(allowed) {
                return Err("net/url: invalid userinfo".to_owned());
            }
            decoded(user, Within::User)?;
        }
        let (name, port) = match host.rfind(':').filter(|colon| is_port(&host[*colon..])) {
            Some(colon) => (&host[..colon], &host[colon + 1..]),
            None => (host.as_str(), ""),
        };
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        bare.unwrap_or(name).clone_into(&mut self.hostname);
        port.clone_into(&mut self.port);
        Ok(())
    }

    fn parts(self) -> [(&'static str, String); 7] {
        [
            ("scheme", self.scheme),
            ("hostname", self.hostname),
            ("port", self.port),
            ("path", self.path),
            ("raw_path", self.raw_path),
            ("raw_query", self.raw_query),
            ("fragment", self.fragment),
        ]
    }
}

/// A host with its port, decoded.
fn host_of(text: &str) -> Result<String, String> {
    let bad_port = |port: &str| Err(format!("invalid port {} after host", show::quoted(port)));
    if text.starts_with('[') {
        let Some(end) = text.rfind(']') else { return Err("missing ']' in host".to_owned()) };
        if !is_port(&text[end + 1..]) {
            return bad_port(&text[end + 1..]);
        }
        let zone = text[..end].find("%25").unwrap_or(end);
        let address = decoded(&text[1..zone], Within::Host)?;
        let zone = decoded(&text[zone..end], Within::Zone)?;
        if address.parse::<Ipv6Addr>().is_err() {
            let shown = show::quoted(&format!("{address}{zone}"));
            return Err(format!("invalid host: ParseAddr({shown}): unable to parse IP"));
        }
        return Ok(format!("[{address}{zone}{}", decoded(&text[end..], Within::Host)?));
    }
    if text.contains('[') {
        return Err("invalid IP-literal".to_owned());
    }
    match text.rfind(':').filter(|colon| !is_port(&text[*colon..])) {
        Some(colon) => bad_port(&text[colon..]),
        None => decoded(text, Within::Host),
    }
}

/// True for nothing, and for a colon with digits or none.
fn is_port(text: &str) -> bool {
    text.is_empty()
        || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A text with its escapes read.
fn decoded(text: &str, within: Within) -> Result<String, String> {
    let bytes = text.as_bytes();
    let host = matches!(within, Within::Host | Within::Zone);
    let mut read = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let wrong = || {
                let shown = String::from_utf8_lossy(&bytes[at..bytes.len().min(at + 3)]);
                format!("invalid URL escape {}", show::quoted(&shown))
            };
            let value = escape(bytes.get(at + 1..at + 3)).ok_or_else(wrong)?;
            let refused = match within {
                // The escapes of a host are those of characters beyond ASCII, and of the sign itself.
                Within::Host => value < 0x80 && value != b'%',
                Within::Zone => value != b'%' && value != b' ' && value < 0x80 && !stands_in_host(value),
                _ => false,
            };
            if refused {
                return Err(wrong());
            }
            read.push(value);
            at += 3;
        } else {
            if host && byte < 0x80 && !stands_in_host(byte) {
                let shown = show::quoted(&char::from(byte).to_string());
                return Err(format!("invalid character {shown} in host name"));
            }
            read.push(byte);
            at += 1;
        }
    }
    Ok(String::from_utf8(read).unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned()))
}

fn escape(digits: Option<&[u8]>) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    match digits? {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte)
}

fn stands_in_host(byte: u8) -> bool {
    is_unreserved(byte) || b"!$&'()*+,;=:[]<>\"".contains(&byte)
}

/// A path with the escapes that Go writes.
fn encoded(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for byte in path.bytes() {
        if is_unreserved(byte) || b"$&+,/:;=@".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
