//! The OpenAPI document, and whether an answer is what it promises. As much of JSON Schema as the document uses, and an
//! objection to anything beyond.

use super::client::Reply;
use reqwest::Method;
use serde_json::{Map, Value};

/// The OpenAPI document.
#[derive(Debug)]
pub struct Description(pub Value);

/// What is wrong, and where.
type Objection = String;

/// What a schema may say that forbids nothing in an answer.
const REMARKS: [&str; 15] = [
    "description",
    "example",
    "examples",
    "default",
    "title",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "additionalProperties",
    "contentMediaType",
    "propertyNames",
];

impl Description {
    /// Every call: its method and its path below the prefix, as it stands in the document.
    pub fn calls(&self) -> Vec<(Method, String, &Value)> {
        let mut calls = Vec::new();
        for (path, item) in members(&self.0["paths"]) {
            for (method, operation) in members(item) {
                let method = method.to_uppercase().parse().expect("a method");
                calls.push((method, path.clone(), operation));
            }
        }
        calls
    }

    /// The methods of a path of the document, in alphabetical order.
    pub fn methods(&self, path: &str) -> Vec<String> {
        let mut methods: Vec<String> = members(&self.0["paths"][path]).map(|(name, _)| name.to_uppercase()).collect();
        methods.sort();
        methods
    }

    /// Whether an answer is one that the document names for its call; of what it doesn't know, that it isn't there.
    pub fn accepts(&self, method: &Method, path: &str, reply: &Reply) -> Result<(), Objection> {
        let path = path.split('?').next().unwrap_or_default();
        let paths = &self.0["paths"];
        let templates = || members(paths).find(|(template, _)| is_of(template, path)).map(|(_, item)| item);
        let Some(item) = paths.get(path).or_else(templates) else {
            return (reply.status == 404).then_some(()).ok_or_else(|| "it knows no such path".to_owned());
        };
        let Some(operation) = item.get(method.as_str().to_lowercase()) else {
            let is_head = *method == Method::HEAD && item.get("get").is_some();
            return (reply.status == 405 || is_head).then_some(()).ok_or_else(|| "no such method".to_owned());
        };
        let answer = self.answer(operation, reply.status)?;
        // A student's reading of his event has no tag: he can't change it.
        for name in members(&answer["headers"]).map(|(name, _)| name).filter(|name| *name != "ETag") {
            reply.headers.get(name).ok_or_else(|| format!("no {name}"))?;
        }
        let kind = reply.headers.get("content-type").and_then(|kind| kind.to_str().ok());
        let kind = kind.map(|kind| kind.split(';').next().unwrap_or_default());
        match (answer.get("content"), kind) {
            (None, None) if reply.bytes.is_empty() => Ok(()),
            (Some(content), Some(kind)) => {
                let content = content.get(kind).ok_or_else(|| format!("no content of type {kind}"))?;
                if kind.ends_with("json") { self.conforms(&content["schema"], &reply.json(), "") } else { Ok(()) }
            }
            (content, kind) => Err(format!("{kind:?}, where it promises {content:?}")),
        }
    }

    fn answer<'a>(&'a self, operation: &'a Value, status: u16) -> Result<&'a Value, Objection> {
        let answer = operation["responses"].get(status.to_string());
        self.resolved(answer.ok_or_else(|| format!("no status {status}"))?)
    }

    /// Follows a reference, if it is one.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> Result<&'a Value, Objection> {
        let Some(reference) = value.get("$ref") else { return Ok(value) };
        let path = reference.as_str().and_then(|text| text.strip_prefix('#'));
        path.and_then(|path| self.0.pointer(path)).ok_or_else(|| format!("{reference} leads nowhere"))
    }

    /// Whether a value is what a schema describes, and nothing more.
    pub fn conforms(&self, schema: &Value, value: &Value, at: &str) -> Result<(), Objection> {
        let schema = self.resolved(schema)?;
        let rules = schema.as_object().ok_or_else(|| format!("{at}: no schema"))?;
        for (keyword, rule) in rules {
            match keyword.as_str() {
                "type" => check_type(rule, value, at)?,
                "properties" => self.check_members(schema, value, at)?,
                "required" => check_required(rule, value, at)?,
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.conforms(rule, item, &format!("{at}/{place}"))?;
                    }
                }
                "enum" if items(rule).any(|known| known == value) => {}
                "enum" => return Err(format!("{at}: {value} is none of {rule}")),
                "oneOf" | "anyOf" => {
                    let fitting = items(rule).filter(|one| self.conforms(one, value, at).is_ok()).count();
                    if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                        return Err(format!("{at}: {value} fits {fitting} of {keyword} {rule}"));
                    }
                }
                "uniqueItems" => {
                    let list: Vec<&Value> = items(value).collect();
                    if let Some(place) = (1..list.len()).find(|&place| list[..place].contains(&list[place])) {
                        return Err(format!("{at}/{place}: twice"));
                    }
                }
                "format" => check_format(rule, value, at)?,
                keyword if REMARKS.contains(&keyword) => {}
                keyword => return Err(format!("{at}: these tests don't know {keyword}")),
            }
        }
        Ok(())
    }

    fn check_members(&self, schema: &Value, value: &Value, at: &str) -> Result<(), Objection> {
        let open = schema.get("additionalProperties").is_some_and(|rule| *rule != Value::Bool(false));
        for (name, member) in members(value) {
            match schema["properties"].get(name) {
                Some(rule) => self.conforms(rule, member, &format!("{at}/{name}"))?,
                None if open => {}
                None => return Err(format!("{at}: it knows no {name}")),
            }
        }
        Ok(())
    }
}

/// Whether a path of the document stands for this one.
fn is_of(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(
            |(name, part)| {
                if name.starts_with('{') { !part.is_empty() } else { *name == part }
            },
        )
}

fn check_type(rule: &Value, value: &Value, at: &str) -> Result<(), Objection> {
    let is = |name: &Value| match name.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        Some("null") => value.is_null(),
        _ => false,
    };
    let fits = rule.as_array().map_or_else(|| is(rule), |names| names.iter().any(is));
    if fits { Ok(()) } else { Err(format!("{at}: {value} is no {rule}")) }
}

fn check_required(rule: &Value, value: &Value, at: &str) -> Result<(), Objection> {
    let lacking = |name: &&Value| name.as_str().is_some_and(|name| value.get(name).is_none());
    let lacking = value.is_object().then(|| items(rule).find(lacking)).flatten();
    lacking.map_or(Ok(()), |name| Err(format!("{at}: no {name}")))
}

fn check_format(rule: &Value, value: &Value, at: &str) -> Result<(), Objection> {
    let Some(text) = value.as_str() else { return Ok(()) };
    let fits = match rule.as_str() {
        Some("uuid") => text.len() == 36 && uuid::Uuid::parse_str(text).is_ok(),
        Some("date-time") => text.contains('T') && text.parse::<jiff::Timestamp>().is_ok(),
        Some("int32" | "int64") => true,
        _ => return Err(format!("{at}: these tests don't know the format {rule}")),
    };
    if fits { Ok(()) } else { Err(format!("{at}: {text:?} is no {rule}")) }
}

/// The members of an object; none if it isn't one.
pub fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// The items of a list; none if it isn't one.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
