//! A form as it is drawn: fields with what stands in them, and what was wrong beside the field it was wrong in.
//!
//! Knows what somebody typed only to show it to them again. Must not know what a form is for.

use std::borrow::Cow;

use api::BadInput;
use domain::case::decide::Verb;

use super::fields::{Field, Kind, Pool};

/// A form.
pub(crate) struct Form<'a> {
    pub(crate) noun: &'static str,
    pub(crate) label: &'static str,
    pub(crate) help: &'static str,
    pub(crate) inputs: Vec<Input<'a>>,
    /// Unfolded, because it was asked for or something is wrong in it.
    pub(crate) open: bool,
    /// What is wrong with the whole of it.
    pub(crate) wrong: Option<String>,
}

/// A field with what stands in it.
pub(crate) struct Input<'a> {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    pub(crate) value: Cow<'a, str>,
    pub(crate) options: Cow<'a, [Choice]>,
    pub(crate) wrong: Option<String>,
}

/// One of several.
#[derive(Clone)]
pub(crate) struct Choice {
    pub(crate) value: Cow<'static, str>,
    pub(crate) label: Cow<'static, str>,
}

/// What somebody typed, and what was wrong with it.
#[derive(Default)]
pub(crate) struct Typed {
    values: Vec<(String, String)>,
    field: Option<String>,
    message: Option<String>,
}

impl Typed {
    /// The body of a form as far as it can be read; what cannot be read is not shown again.
    pub(crate) fn read(body: &[u8], wrong: Option<BadInput>) -> Self {
        let values = serde_html_form::from_bytes(body).unwrap_or_default();
        let (field, message) = wrong.map_or((None, None), |wrong| (wrong.field, Some(wrong.message)));
        Self { values, field, message }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl<'a> Input<'a> {
    /// A field of the form `noun`, with what stands in it at first.
    pub(crate) fn new(noun: &str, field: &Field, value: Cow<'a, str>) -> Self {
        let options: Vec<Choice> = field
            .options
            .iter()
            .map(|(value, label)| Choice { value: Cow::Borrowed(value), label: Cow::Borrowed(label) })
            .collect();
        Self {
            id: format!("{noun}-{}", field.name),
            name: field.name,
            label: field.label,
            hint: field.hint,
            kind: field.kind,
            required: field.required,
            value,
            options: Cow::Owned(options),
            wrong: None,
        }
    }

    /// What the field tells a screen reader beside its label.
    pub(crate) fn described(&self) -> String {
        match (self.hint.is_empty(), self.wrong.is_some()) {
            (true, false) => String::new(),
            (false, false) => format!(" aria-describedby=\"{}-hint\"", self.id),
            (true, true) => format!(" aria-invalid=\"true\" aria-describedby=\"{}-wrong\"", self.id),
            (false, true) => format!(" aria-invalid=\"true\" aria-describedby=\"{0}-hint {0}-wrong\"", self.id),
        }
    }

    /// The `type` of a plain input.
    pub(crate) const fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Address => "email",
            Kind::Link => "url",
            Kind::Date => "date",
            Kind::Line
            | Kind::Code
            | Kind::Text(_)
            | Kind::Moment
            | Kind::Flag
            | Kind::Choice
            | Kind::Circle
            | Kind::People(_)
            | Kind::Hidden => "text",
        }
    }
}

impl<'a> Form<'a> {
    /// The form of a request: `value` says what stands in a field at first, `people` among whom to choose.
    pub(crate) fn of(
        verb: Verb,
        fields: &[Field],
        mut value: impl FnMut(&Field) -> Cow<'a, str>,
        people: impl Fn(Pool) -> Vec<Choice>,
    ) -> Self {
        let (label, help) = documents::words::verb(verb);
        let noun = verb.noun();
        let inputs = fields
            .iter()
            .map(|field| {
                let mut input = Input::new(noun, field, value(field));
                if let Kind::People(pool) = field.kind {
                    input.options = Cow::Owned(people(pool));
                }
                input
            })
            .collect();
        Self { noun, label, help, inputs, open: false, wrong: None }
    }

    /// The same form with what was typed, and what was wrong with it.
    pub(crate) fn typed(mut self, typed: &Typed) -> Self {
        self.open = true;
        self.wrong = retype(&mut self.inputs, typed);
        self
    }
}

/// Puts what was typed back, and what was wrong beside its field. What is wrong with no field of the form is returned.
pub(crate) fn retype(inputs: &mut [Input<'_>], typed: &Typed) -> Option<String> {
    let mut beside = false;
    for input in &mut *inputs {
        input.value = Cow::Owned(typed.value(input.name).unwrap_or_default().to_owned());
        if typed.field.as_deref() == Some(input.name) {
            beside = true;
            input.wrong.clone_from(&typed.message);
        }
    }
    let message = typed.message.as_ref().filter(|_| !beside)?;
    Some(typed.field.as_ref().map_or_else(|| message.clone(), |field| format!("{field}: {message}")))
}
