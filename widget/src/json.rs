//! JSON, just as much as the frame needs: a general library would be most of what the browser loads. Tests compare every
//! shape with the types of `model`.

use std::str::Chars;

use model::id::{AttachmentId, Key, TicketId};
use model::live::Ask;
use model::wire::{Kept, Refused, Uploaded};
use uuid::Uuid;

use crate::outbox::{Aim, Carried, Item};
use crate::state::News;

/// What can be read deeper than this is no answer of ours.
const DEPTH_MAX: u8 = 16;

/// Anything that JSON can say. Numbers are whole; a fraction is cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
    /// Several.
    List(Vec<Value>),
    /// Several by name.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// Reads a whole text.
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { rest: text.chars(), depth: 0 };
        let value = reader.value()?;
        reader.skip_space();
        reader.rest.as_str().is_empty().then_some(value)
    }

    /// Writes it.
    pub fn write(&self) -> String {
        let mut out = String::new();
        self.put(&mut out);
        out
    }

    fn put(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Text(text) => put_text(text, out),
            Self::List(list) => {
                out.push('[');
                for (index, value) in list.iter().enumerate() {
                    comma(index, out);
                    value.put(out);
                }
                out.push(']');
            }
            Self::Map(map) => {
                out.push('{');
                for (index, (name, value)) in map.iter().enumerate() {
                    comma(index, out);
                    put_text(name, out);
                    out.push(':');
                    value.put(out);
                }
                out.push('}');
            }
        }
    }

    /// What has this name.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(map) => map.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// A list's values; nothing for what is no list.
    pub fn list(&self) -> &[Self] {
        match self {
            Self::List(list) => list,
            _ => &[],
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn words(&self, name: &str) -> Option<String> {
        self.text(name).map(ToOwned::to_owned)
    }

    fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)? {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn id(&self, name: &str) -> Option<Uuid> {
        read_id(self.text(name)?)
    }
}

/// A map of names and values.
pub fn map<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    Value::Map(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// A text.
pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// An id, as text.
pub fn id(id: impl Into<Uuid>) -> String {
    id.into().hyphenated().encode_lower(&mut Uuid::encode_buffer()).to_owned()
}

/// An id.
pub fn id_value(which: impl Into<Uuid>) -> Value {
    Value::Text(id(which))
}

/// What we ask over the link.
pub fn ask(ask: &Ask) -> Value {
    match ask {
        Ask::Hello { token, lang } => map([("type", text("hello")), ("token", text(token)), ("lang", text(lang))]),
        Ask::Watch { ticket, after } => place("watch", *ticket, *after),
        Ask::Follow { ticket, after } => place("follow", *ticket, *after),
        Ask::Inbox => map([("type", text("inbox"))]),
        Ask::Typing { ticket } => map([("type", text("typing")), ("ticket", id_value(*ticket))]),
    }
}

fn place(what: &str, ticket: TicketId, after: i64) -> Value {
    map([("type", text(what)), ("ticket", id_value(ticket)), ("after", Value::Number(after))])
}

/// What the server says; nothing for what concerns others, or what a newer one may say.
pub fn news(value: &Value) -> Option<News> {
    let ticket = || value.id("ticket").map(TicketId);
    Some(match value.text("type")? {
        "event" => News::Event { ticket: ticket()?, seq: value.number("seq")?, html: value.words("html")? },
        "parts" => {
            let Value::Map(parts) = value.get("parts")? else { return None };
            let parts = parts.iter().filter_map(|(name, html)| match html {
                Value::Text(html) => Some((name.clone(), html.clone())),
                _ => None,
            });
            News::Parts { ticket: ticket()?, seq: value.number("seq")?, parts: parts.collect() }
        }
        "typing" => News::Typing { ticket: ticket()?, name: value.words("name")? },
        "presence" => {
            News::Presence { ticket: ticket()?, is_here: matches!(value.get("is_other_side_here")?, Value::Bool(true)) }
        }
        "come_back" => News::ComeBack { after_ms: u32::try_from(value.number("after_ms")?).ok()? },
        "refused" => News::Refused,
        _ => return None,
    })
}

/// Is this in there? (The library's search is clever, and large.)
pub fn has(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part == word.as_bytes())
}

/// An id out of its text.
pub fn read_id(text: &str) -> Option<Uuid> {
    let mut number: u128 = 0;
    for letter in text.chars().filter(|letter| *letter != '-') {
        number = (number << 4) | u128::from(letter.to_digit(16)?);
    }
    (text.len() == 36).then_some(Uuid::from_u128(number))
}

/// The answer to a write.
pub fn kept(value: &Value) -> Option<Kept> {
    Some(Kept {
        ticket: TicketId(value.id("ticket")?),
        number: value.number("number")?,
        seq: value.number("seq")?,
        live: value.words("live")?,
    })
}

/// A refusal.
pub fn refused(value: &Value) -> Option<Refused> {
    Some(Refused { error: value.words("error")?, message: value.words("message")? })
}

/// The answer to a file.
pub fn uploaded(value: &Value) -> Option<Uploaded> {
    Some(Uploaded { id: AttachmentId(value.id("id")?), name: value.words("name")?, bytes: value.number("bytes")? })
}

/// A message as it is stored.
pub fn stored(item: &Item) -> Value {
    let aim = match item.aim {
        Aim::Ticket(ticket) => ("ticket", id_value(ticket)),
        Aim::New(opener) => ("opener", id_value(opener)),
    };
    let files = item.files.iter().map(|file| map([("id", id_value(file.id)), ("name", text(&file.name))])).collect();
    map([("key", id_value(item.key)), aim, ("body", text(&item.body)), ("files", Value::List(files))])
}

/// A stored message.
pub fn item(value: &Value) -> Option<Item> {
    let ticket = value.id("ticket").map(|ticket| Aim::Ticket(TicketId(ticket)));
    let aim = ticket.or_else(|| value.id("opener").map(|key| Aim::New(Key(key))))?;
    let files = value
        .get("files")?
        .list()
        .iter()
        .filter_map(|file| Some(Carried { id: AttachmentId(file.id("id")?), name: file.words("name")? }))
        .collect();
    Some(Item { key: Key(value.id("key")?), aim, body: value.words("body")?, files })
}

fn comma(index: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
}

fn put_text(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            control @ '\0'..'\x20' => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    out.extend(char::from_digit((u32::from(control) >> shift) & 15, 16));
                }
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

struct Reader<'a> {
    rest: Chars<'a>,
    depth: u8,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(' ' | '\n' | '\r' | '\t')) {
            self.rest.next();
        }
    }

    fn value(&mut self) -> Option<Value> {
        self.skip_space();
        Some(match self.rest.next()? {
            '"' => Value::Text(self.text()?),
            '{' => Value::Map(self.several('}', |reader| {
                reader.skip_space();
                reader.is('"')?;
                let name = reader.text()?;
                reader.skip_space();
                reader.is(':')?;
                Some((name, reader.value()?))
            })?),
            '[' => Value::List(self.several(']', Self::value)?),
            't' => self.word("rue", Value::Bool(true))?,
            'f' => self.word("alse", Value::Bool(false))?,
            'n' => self.word("ull", Value::Null)?,
            first => self.number(first)?,
        })
    }

    fn is(&mut self, expected: char) -> Option<()> {
        (self.rest.next()? == expected).then_some(())
    }

    fn word(&mut self, rest: &str, value: Value) -> Option<Value> {
        for letter in rest.chars() {
            self.is(letter)?;
        }
        Some(value)
    }

    fn several<T>(&mut self, end: char, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.depth += 1;
        let mut found = Vec::new();
        self.skip_space();
        if self.peek() == Some(end) {
            self.rest.next();
        } else {
            loop {
                found.push(if self.depth > DEPTH_MAX { None } else { one(self) }?);
                self.skip_space();
                match self.rest.next()? {
                    ',' => {}
                    last if last == end => break,
                    _ => return None,
                }
            }
        }
        self.depth -= 1;
        Some(found)
    }

    fn number(&mut self, first: char) -> Option<Value> {
        let mut digits = String::from(first);
        while let Some(next) = self.peek().filter(char::is_ascii_digit) {
            digits.push(next);
            self.rest.next();
        }
        while matches!(self.peek(), Some('0'..='9' | '.' | 'e' | 'E' | '+' | '-')) {
            self.rest.next();
        }
        digits.parse().ok().map(Value::Number)
    }

    fn text(&mut self) -> Option<String> {
        let mut out = String::new();
        loop {
            match self.rest.next()? {
                '"' => return Some(out),
                '\\' => out.push(match self.rest.next()? {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'b' => '\x08',
                    'f' => '\x0c',
                    'u' => self.escaped()?,
                    other => other,
                }),
                letter => out.push(letter),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let unit = self.unit()?;
        let code = if (0xd800..0xdc00).contains(&unit) {
            self.is('\\')?;
            self.is('u')?;
            0x10000 + ((unit - 0xd800) << 10) + self.unit()?.checked_sub(0xdc00)?
        } else {
            unit
        };
        char::from_u32(code)
    }

    fn unit(&mut self) -> Option<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            unit = unit * 16 + self.rest.next()?.to_digit(16)?;
        }
        Some(unit)
    }
}

#[cfg(test)]
mod tests;
