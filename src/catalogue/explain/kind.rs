//! The page of a kind of documents.

use crate::catalogue::Catalogue;
use crate::catalogue::page::Page;
use crate::kind::Kind;
use serde_json::json;

/// What a kind is about, the rules that judge it, and an example.
pub fn page(catalogue: &Catalogue<'_>, kind: &Kind) -> Page {
    let lang = catalogue.lang;
    let rules: Vec<_> = catalogue.about(&kind.name).collect();
    let example = kind.example();
    let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    let entry = json!({
        "is": "kind",
        "kind": kind.name,
        "title": kind.title.get(lang),
        "description": kind.description.get(lang),
        "rules": ids,
        "example": example,
    });
    let mut page = Page::new(format!("{}  {}", kind.name, kind.title.get(lang)), entry);
    page.text(None, kind.description.get(lang));
    page.list(
        lang.pick("Rules that judge it", "检查该类文档的规则"),
        rules.iter().map(|rule| catalogue.line(rule)).collect(),
    );
    if let Ok(example) = serde_yaml::to_string(&example) {
        page.code(lang.pick("Example", "示例"), "yaml", &example);
    }
    let how = lang.pick(
        format!("`fiducia schema {}` prints its JSON Schema, for editors.", kind.name),
        format!("`fiducia schema {}` 输出其 JSON Schema，供编辑器使用。", kind.name),
    );
    page.text(Some(lang.pick("Schema", "模式")), &how);
    page
}
