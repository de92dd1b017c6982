//! What pages for browsers have in common: one file that needs nothing else, in which nothing runs or loads but its own
//! style and script, each known by its digest. Values are escaped wherever a template puts them.

use super::excerpt::inert;
use crate::lang::Lang;
use data_encoding::BASE64;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io;

const FRAME: &str = include_str!("html/page.html");
/// The style of every page.
pub const STYLE: &str = include_str!("html/report.css");

#[derive(Serialize)]
struct Page<'c, C> {
    zh: bool,
    language: &'static str,
    style: String,
    script: &'static str,
    style_digest: String,
    script_digest: String,
    version: &'static str,
    #[serde(flatten)]
    content: &'c C,
}

/// Writes a page: a template that fills the frame, with its styles, its script and its content, which has `line` for the
/// title and `as_of`.
///
/// # Errors
/// The template asks for what is not there.
pub fn render<C: Serialize>(
    lang: Lang,
    template: &'static str,
    styles: &[&str],
    script: &'static str,
    content: &C,
) -> io::Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("page", FRAME).map_err(io::Error::other)?;
    environment.add_template("content", template).map_err(io::Error::other)?;
    let style = styles.concat();
    let page = Page {
        zh: lang.pick(false, true),
        language: lang.pick("en", "zh-CN"),
        style_digest: digest(&style),
        script_digest: digest(script),
        style,
        script,
        version: env!("CARGO_PKG_VERSION"),
        content,
    };
    let template = environment.get_template("content").map_err(io::Error::other)?;
    let text = template.render(Serde(page)).map_err(io::Error::other)?;
    Ok(inert(&text))
}

fn digest(text: &str) -> String {
    BASE64.encode(&Sha256::digest(text.as_bytes()))
}
