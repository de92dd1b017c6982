//! The notation of types: `array<number, string>`, `object<op: string>[any: any]`, `any<string, set[string]>`.
//!
//! It reads the table of signatures, which is part of the program, so what does not follow the notation is any type
//! rather than an error; a unit test prints every signature back.

use super::{Key, Type};

/// The arguments, any further ones, and the result of `(argument, ..) result`.
pub fn signature(text: &str) -> (Vec<Type>, Option<Type>, Option<Type>) {
    let mut reader = Reader { rest: text };
    let (mut args, mut variadic) = (Vec::new(), None);
    reader.take("(");
    while !reader.take(")") && !reader.rest.is_empty() {
        let argument = reader.read();
        if reader.take("...") {
            variadic = Some(argument);
        } else {
            args.push(argument);
        }
        reader.take(", ");
    }
    let result = if reader.take(" ") { Some(reader.read()) } else { None };
    (args, variadic, result)
}

struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn take(&mut self, token: &str) -> bool {
        let rest = self.rest.strip_prefix(token);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn word(&mut self) -> &'t str {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn read(&mut self) -> Type {
        match self.word() {
            "null" => Type::Null,
            "boolean" => Type::Boolean,
            "number" => Type::Number,
            "string" => Type::String,
            "array" => {
                let items = self.listed();
                let rest = self.bracketed(Self::read);
                Type::array(items, rest.unwrap_or(Type::Unknown))
            }
            "set" => Type::set(self.bracketed(Self::read).unwrap_or(Type::Any)),
            "object" => {
                let fields = self.fields();
                let rest = self.bracketed(|reader| {
                    let key = reader.read();
                    reader.take(": ");
                    (key, reader.read())
                });
                Type::object(fields, rest)
            }
            _ => match self.listed() {
                of if of.is_empty() => Type::Any,
                of => Type::union(of),
            },
        }
    }

    fn listed(&mut self) -> Vec<Type> {
        let mut items = Vec::new();
        if self.take("<") {
            items.push(self.read());
            while self.take(", ") {
                items.push(self.read());
            }
            self.take(">");
        }
        items
    }

    fn fields(&mut self) -> Vec<(Key, Type)> {
        let mut fields = Vec::new();
        let mut more = self.take("<");
        while more {
            let key = Key::Text(self.word().to_owned());
            self.take(": ");
            fields.push((key, self.read()));
            more = self.take(", ");
        }
        self.take(">");
        fields
    }

    fn bracketed<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let read = if self.take("[") { Some(read(self)) } else { None };
        self.take("]");
        read
    }
}
