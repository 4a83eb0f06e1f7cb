//! The commands on a case, as the API's own table lists them: nouns, their fields, and a body made of `key=value`.
//!
//! Knows shapes only; whether a command is allowed, and what a value must look like, is the desk's answer.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::trouble::Trouble;

/// A command on a case.
struct Noun {
    name: &'static str,
    what: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: Kind,
    example: Option<String>,
    needed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Truth,
    Moment,
    List,
}

fn all() -> Vec<Noun> {
    let mut nouns: Vec<Noun> = api::bodies::schemas()
        .into_iter()
        .map(|(verb, _name, schema)| {
            let schema = serde_json::to_value(&schema).unwrap_or_default();
            let what = schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
            Noun { name: verb.noun(), what, fields: fields(&schema) }
        })
        .collect();
    nouns.sort_by_key(|noun| noun.name);
    nouns
}

fn fields(schema: &Value) -> Vec<Field> {
    let needed: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema.get("properties").and_then(Value::as_object);
    let field = |(name, schema): (&String, &Value)| Field {
        name: name.clone(),
        kind: kind(schema),
        example: schema.get("example").and_then(Value::as_str).map(str::to_owned),
        needed: needed.contains(&name.as_str()),
    };
    properties.into_iter().flatten().map(field).collect()
}

fn kind(schema: &Value) -> Kind {
    let is = |wanted: &str| match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == wanted),
        Some(kind) => kind == wanted,
        None => false,
    };
    if is("boolean") {
        Kind::Truth
    } else if is("array") {
        Kind::List
    } else if schema.get("format").is_some_and(|format| format == "date-time") {
        Kind::Moment
    } else {
        Kind::Text
    }
}

/// Every noun with its fields, for people.
pub(crate) fn listing() -> String {
    let mut out =
        String::from("What can be asked of a case, and the fields of each (those in brackets may be left out):\n");
    for noun in all() {
        let _ = write!(out, "\n  {}\n      {}\n", noun.name, noun.what);
        let (mut fields, reason): (Vec<&Field>, Vec<&Field>) =
            noun.fields.iter().partition(|field| field.name != "reason");
        fields.extend(reason);
        for field in fields {
            let value = match field.kind {
                Kind::Text => "TEXT",
                Kind::Truth => "true|false",
                Kind::Moment => "2026-11-30T16:00:00Z",
                Kind::List => "ENTRY (again for each)",
            };
            let like = field.example.as_ref().map_or_else(String::new, |example| format!(", like {example}"));
            let pair = format!("{}={value}{like}", field.name);
            let _ = if field.needed { writeln!(out, "      {pair}") } else { writeln!(out, "      [{pair}]") };
        }
    }
    out.push_str("\n`reason` says why a rule of the policy that may be set aside is set aside; the refusal says when one is needed.\n");
    out
}

/// The body of a command from its pairs.
pub(crate) fn body(
    noun: &str,
    pairs: &[String],
    mut read: impl FnMut(&str) -> Result<String, String>,
) -> Result<Value, Trouble> {
    let nouns = all();
    let Some(noun) = nouns.iter().find(|known| known.name == noun) else {
        return Err(Trouble::bad("noun", &unknown(noun, &nouns)));
    };
    let mut body = Map::new();
    for pair in pairs {
        let (key, value) = pair.split_once('=').ok_or_else(|| Trouble::bad(pair, "a field is written key=value"))?;
        let text = match value.strip_prefix('@') {
            Some(literal) if literal.starts_with('@') => literal.to_owned(),
            Some(source) => read(source).map_err(|why| Trouble::bad(key, &why))?,
            None => value.to_owned(),
        };
        let kind = noun.fields.iter().find(|field| field.name == key).map_or(Kind::Text, |field| field.kind);
        match (kind, body.get_mut(key)) {
            (Kind::Text | Kind::Truth | Kind::Moment, Some(_)) => {
                return Err(Trouble::bad(key, "this field is given twice; once is enough"));
            }
            (Kind::List, Some(Value::Array(entries))) => entries.push(text.into()),
            (Kind::List, _) => drop(body.insert(key.to_owned(), Value::Array(vec![text.into()]))),
            (Kind::Truth, None) => drop(body.insert(key.to_owned(), truth(key, &text)?.into())),
            (Kind::Text | Kind::Moment, None) => drop(body.insert(key.to_owned(), text.into())),
        }
    }
    Ok(Value::Object(body))
}

fn truth(key: &str, text: &str) -> Result<bool, Trouble> {
    match text {
        "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        _ => Err(Trouble::bad(key, "this is true or false")),
    }
}

fn unknown(noun: &str, nouns: &[Noun]) -> String {
    let begins: String = noun.chars().take(4).collect();
    let near: Vec<&str> =
        nouns.iter().map(|known| known.name).filter(|name| !begins.is_empty() && name.starts_with(&begins)).collect();
    let meant = if near.is_empty() { String::new() } else { format!(" did you mean {}?", near.join(" or ")) };
    format!("there is no `{noun}` to ask of a case;{meant} `sluice do --help` lists them all")
}
