//! The description of the API: `OpenAPI` 3.1, made from the registry and the types themselves.
//!
//! Deterministic: the same program prints the same bytes, and `cargo xtask ci` compares them with `docs/openapi.json`.

use std::collections::BTreeMap;

use api::bodies;
use api::responses::Problem;
use axum::http::Method;
use desk::right::StepUp;
use domain::case::decide::Verb;
use serde_json::{Map, Value, json};
use utoipa::openapi::{RefOr, Schema};

use crate::body::Reads;
use crate::rights;
use crate::route::{Described, Route, Shape};

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// The `OpenAPI` document of the routes that programs call, as JSON.
pub(crate) fn describe(routes: &[Route]) -> String {
    let verbs: BTreeMap<Verb, (String, RefOr<Schema>)> =
        bodies::schemas().into_iter().map(|(verb, name, schema)| (verb, (name, schema))).collect();
    let mut book = Book { verbs, schemas: Schemas::new() };
    let problem = book.reference(Shape::of::<Problem>());
    let mut paths: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for route in routes.iter().filter(|route| route.is_api() || route.path == "/healthz") {
        let operation = book.operation(route, &problem);
        let methods = paths.entry(route.path.to_string()).or_default();
        methods.insert(route.method.as_str().to_lowercase(), operation);
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Sluice",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0 OR MIT" },
            "description": "Runs a project's vulnerability-response policy. What a caller may not know of is answered like \
                            what does not exist. Rights to a case follow from the case, at the moment of asking.",
        },
        "paths": paths,
        "components": {
            "schemas": book.schemas,
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer", "description": "A session's token, or the operator's." },
            },
        },
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The schemas referred to so far.
struct Book {
    verbs: BTreeMap<Verb, (String, RefOr<Schema>)>,
    schemas: Schemas,
}

impl Book {
    fn operation(&mut self, route: &Route, problem: &Value) -> Value {
        let mut operation = json!({
            "operationId": operation_id(route),
            "summary": route.about,
            "description": rights::in_words(route.right),
            "responses": self.responses(route, problem),
        });
        let parameters = parameters(route);
        let mut set =
            |name: &str, value: Value| operation.as_object_mut().and_then(|all| all.insert(name.to_owned(), value));
        if !parameters.is_empty() {
            set("parameters", Value::Array(parameters));
        }
        if let Some(shape) = route.takes {
            let schema = self.reference(shape);
            set("requestBody", json!({ "required": true, "content": { "application/json": { "schema": schema } } }));
        }
        set("x-authz", rights::as_json(route.right));
        if !rights::is_for_anybody(route.right) {
            set("security", json!([{ "token": [] }]));
        }
        operation
    }

    fn responses(&mut self, route: &Route, problem: &Value) -> Value {
        let schema = match route.gives {
            Some(shape) => self.reference(shape),
            None => json!({ "type": "object" }),
        };
        let media = if route.is_api() { "application/json" } else { "text/plain" };
        let schema = if route.is_api() { schema } else { json!({ "type": "string" }) };
        let mut answers = Map::new();
        let mut unhappy = |status: &str, why: &str| {
            let content = json!({ "application/json": { "schema": problem } });
            answers.insert(status.to_owned(), json!({ "description": why, "content": content }));
        };
        if !rights::is_for_anybody(route.right) || route.path.contains('{') {
            unhappy("404", "There is no such thing, or not for this caller; the two are the same.");
        }
        if route.reads == Reads::Json {
            unhappy("413", "The body is too large.");
            unhappy("415", "The body is not JSON.");
            unhappy("422", "A field is wrong; it is named, and nothing was written.");
        }
        if matches!(route.takes, Some(Shape::Verb(_) | Shape::Committee(_))) || route.path == "/api/v1/reports" {
            unhappy("409", "The rules say no, and what to do next.");
        }
        if route.right.rule().step_up != StepUp::None {
            unhappy("403", "It counts, so a passkey is shown for it first: the answer says where.");
        }
        if route.limited.is_some() {
            unhappy("429", "Too many of these came from one network.");
        }
        unhappy("500", "The machine failed; the id is in its log.");
        answers.insert(
            route.status.to_string(),
            json!({ "description": "Done.", "content": { media: { "schema": schema } } }),
        );
        Value::Object(answers)
    }

    /// A reference to a shape's schema, which is kept with those it refers to itself.
    fn reference(&mut self, shape: Shape) -> Value {
        let name = match shape {
            Shape::Type(describe) => {
                let Described { name, schema, others } = describe();
                self.schemas.extend(others);
                self.schemas.insert(name.clone(), schema);
                name
            }
            Shape::Committee(verb) => {
                let Some((name, schema)) = api::committee::schema(verb) else { return json!({}) };
                self.schemas.insert(name.clone(), schema);
                name
            }
            Shape::Verb(verb) => {
                let Some((name, schema)) = self.verbs.get(&verb).cloned() else { return json!({}) };
                self.schemas.insert(name.clone(), schema);
                name
            }
        };
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }
}

/// `get_cases_case`, `post_cases_case_acknowledgement`: unlike any other.
fn operation_id(route: &Route) -> String {
    let path = route.path.trim_start_matches("/api/v1").replace(['{', '}'], "").replace(['/', '-', '.'], "_");
    format!("{}{path}", route.method.as_str().to_lowercase())
}

fn parameters(route: &Route) -> Vec<Value> {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let mut query = |name: &str, schema: Value| all.push(json!({ "name": name, "in": "query", "schema": schema }));
    if route.method == Method::GET && route.path == "/api/v1/cases" {
        query("filter", json!({ "type": "string", "enum": ["open", "closed", "all"], "default": "open" }));
        query("mine", json!({ "type": "boolean", "default": false }));
    }
    if route.path == "/api/v1/committee/roster" {
        query("at", json!({ "type": "string", "description": "A date, or a moment; now, when it is left out." }));
    }
    if route.method == Method::GET && matches!(&*route.path, "/api/v1/cases" | "/api/v1/advisories") {
        query("after", json!({ "type": "string", "description": "`next` of the page before." }));
    }
    all
}
