//! The two languages of messages and reports.

use serde_json::Value;
use std::collections::BTreeMap;

/// A language that reports are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Lang {
    /// The BCP 47 code, which is also the key of a message given by language.
    pub fn code(self) -> &'static str {
        self.pick("en", "zh")
    }

    /// One of two texts.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }
}

/// A number of things in English: `1 test`, `2 tests`. Chinese has one form for both.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The verb for a number of things in English.
pub fn are(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// A text that a policy author wrote, in one language or in several.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Message {
    /// The text where the wanted language is not among the translations.
    pub default: String,
    /// Texts by language code.
    pub translations: BTreeMap<String, String>,
}

impl Message {
    /// The text in a language, or else the one that there is.
    pub fn get(&self, lang: Lang) -> &str {
        self.translations.get(lang.code()).unwrap_or(&self.default)
    }

    /// True if there is no text.
    pub fn is_empty(&self) -> bool {
        self.default.is_empty() && self.translations.is_empty()
    }

    /// The same message with a translation.
    pub fn with(mut self, lang: Lang, text: impl Into<String>) -> Self {
        self.translations.insert(lang.code().to_owned(), text.into());
        self
    }

    /// A message from JSON: a string, or an object of strings keyed by language. `None` for anything else.
    pub fn from_json(value: &Value) -> Option<Message> {
        match value {
            Value::String(text) => Some(text.as_str().into()),
            Value::Object(texts) => {
                let text = |(code, text): (&String, &Value)| Some((code.clone(), text.as_str()?.to_owned()));
                let translations: BTreeMap<String, String> = texts.iter().map(text).collect::<Option<_>>()?;
                let default = translations.get("en").or_else(|| translations.values().next())?.clone();
                Some(Message { default, translations })
            }
            _ => None,
        }
    }

    /// A message from an object of strings keyed by language, one of which is English or Chinese: what
    /// has other keys is a value, not a message.
    pub fn by_language(value: &Value) -> Option<Message> {
        let languages = value.get("en").is_some() || value.get("zh").is_some();
        if languages && value.is_object() { Message::from_json(value) } else { None }
    }
}

/// A message in both languages.
pub fn both(en: impl Into<String>, zh: impl Into<String>) -> Message {
    let en = en.into();
    Message::from(en.as_str()).with(Lang::En, en).with(Lang::Zh, zh)
}

impl<T: Into<String>> From<T> for Message {
    fn from(text: T) -> Self {
        Message { default: text.into(), translations: BTreeMap::new() }
    }
}
