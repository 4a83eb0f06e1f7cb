//! The policy for machines: the header and the project of an `OpenSSF` Security Insights file (schema 2.0.0).
//!
//! What a policy does not know, a repository's licence and team among it, is left out; the section is optional there.

use domain::policy::Policy;
use domain::words::Line;
use jiff::civil::Date;
use serde_json::json;

/// Why a policy cannot be said in this format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeedsRepository;

/// The file, in YAML. `reviewed` is the day on which somebody last looked at the policy.
///
/// # Errors
/// When the policy names no repository on the web: the format asks for one.
///
/// ```
/// let file = documents::insights::security_insights(&domain::policy::solo(), jiff::civil::date(2026, 11, 2)).unwrap();
/// assert!(file.contains("schema-version: \"2.0.0\""));
/// ```
pub fn security_insights(policy: &Policy, reviewed: Date) -> Result<String, NeedsRepository> {
    let project = &policy.project;
    let repository = project.repository.reveal();
    let is_web = repository.starts_with("https://") || repository.starts_with("http://");
    if !is_web || repository.contains(char::is_whitespace) {
        return Err(NeedsRepository);
    }
    let mail = project.contact.iter().map(Line::reveal).find(|contact| contact.contains('@') && !contact.contains(':'));
    let mut contact = json!({ "name": policy.body.name.reveal(), "primary": true });
    if let (Some(mail), Some(contact)) = (mail, contact.as_object_mut()) {
        contact.insert("email".to_owned(), json!(mail));
    }
    let accepted = project.lifecycle.promises();
    let file = json!({
        "header": { "schema-version": "2.0.0", "last-updated": reviewed, "last-reviewed": reviewed, "url": repository },
        "project": {
            "name": project.name.reveal(),
            "administrators": [contact],
            "repositories": [{ "name": project.name.reveal(), "url": repository, "comment": "The project's code." }],
            "vulnerability-reporting": {
                "reports-accepted": accepted,
                "bug-bounty-available": policy.reward.as_ref().is_some_and(|reward| reward.paid),
                "contact": contact,
                "comment": format!("Private reports first; SECURITY.md, version {}, says what happens to them and by when.", policy.version.reveal()),
            },
        },
    });
    let mut out = String::new();
    yaml(&mut out, &file, 0);
    Ok(out)
}

/// A value as YAML: objects and lists in blocks, everything else as JSON writes it, which YAML reads the same.
fn yaml(out: &mut String, value: &serde_json::Value, depth: usize) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, field) in fields {
                out.push_str(&"  ".repeat(depth));
                out.push_str(name);
                out.push(':');
                below(out, field, depth);
            }
        }
        serde_json::Value::Array(items) => {
            for item in items {
                out.push_str(&"  ".repeat(depth));
                out.push('-');
                let mut block = String::new();
                yaml(&mut block, item, depth + 1);
                out.push(' ');
                out.push_str(block.trim_start());
            }
        }
        serde_json::Value::Null
        | serde_json::Value::Bool(_)
        | serde_json::Value::Number(_)
        | serde_json::Value::String(_) => {
            out.push_str(&value.to_string());
            out.push('\n');
        }
    }
}

fn below(out: &mut String, field: &serde_json::Value, depth: usize) {
    if field.is_object() || field.is_array() {
        out.push('\n');
        yaml(out, field, depth + 1);
    } else {
        out.push(' ');
        yaml(out, field, depth);
    }
}
