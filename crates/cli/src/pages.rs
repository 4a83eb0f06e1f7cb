//! Answers as plain text. Placeholder until the shapes settle.
use serde_json::Value;
pub(crate) fn people(answer: &Value) -> String {
    answer.to_string()
}
pub(crate) fn me(answer: &Value) -> String {
    answer.to_string()
}
pub(crate) fn case(answer: &Value) -> String {
    answer.to_string()
}
pub(crate) fn board(answer: &Value) -> String {
    answer.to_string()
}
pub(crate) fn advisories(answer: &Value) -> String {
    answer.to_string()
}
pub(crate) fn advisory(answer: &Value) -> String {
    answer.to_string()
}
pub(crate) fn policy(answer: &Value) -> String {
    answer.to_string()
}
pub(crate) fn receipt(answer: &Value) -> String {
    answer.to_string()
}
pub(crate) fn invitation(answer: &Value) -> String {
    answer.to_string()
}
