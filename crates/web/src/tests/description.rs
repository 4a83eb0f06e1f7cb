//! The description of the API says what the doors do.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::{openapi, routes};

fn document() -> Value {
    serde_json::from_str(&openapi()).unwrap()
}

#[test]
fn it_names_every_route_of_the_api_and_no_other() {
    let document = document();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(|m| (m.to_uppercase(), path.clone())))
        .collect();
    let registered: BTreeSet<(String, String)> = routes::all()
        .iter()
        .filter(|route| route.is_api() || route.path == "/healthz")
        .map(|route| (route.method.to_string(), route.path.to_string()))
        .collect();
    assert_eq!(described, registered);
    assert!(registered.len() > 60, "a request to a case is a path of its own");
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_used() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value.as_str() {
                        Some(target) if name == "$ref" => _ = found.insert(target.to_owned()),
                        Some(_) | None => references(value, found),
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    let kept: BTreeSet<String> = document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
        .map(|name| format!("#/components/schemas/{name}"))
        .collect();
    assert_eq!(found, kept);
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = document();
    let operations =
        document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
    let names: Vec<&str> = operations.map(|operation| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
}

#[test]
fn the_same_program_prints_the_same_bytes() {
    assert_eq!(openapi(), openapi());
}
