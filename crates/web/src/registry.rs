//! Whether the registry is whole: a desk does not start with a route whose right and address do not fit.
//!
//! A part of an address that names something is looked at by the gate only if the route's right is about such a thing. Knows
//! addresses and rights; must not know handlers.

use std::collections::BTreeSet;

use desk::Right;
use desk::right::Object;

use crate::route::Route;

/// A route with which no desk starts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{route}: {why}; the desk does not start with it")]
pub struct Unregistered {
    route: String,
    why: &'static str,
}

/// What the parts of addresses name.
const PARTS: [(&str, Object); 10] = [
    ("case", Object::Case),
    ("person", Object::Account),
    ("proposal", Object::Proposal),
    ("session", Object::Own),
    ("passkey", Object::Own),
    ("token", Object::Own),
    ("confirmation", Object::Own),
    ("code", Object::Own),
    ("slug", Object::Nothing),
    ("ballot", Object::Nothing),
];

/// Looks at every route.
///
/// # Errors
/// The first that does not fit, and why.
pub(crate) fn check(routes: &[Route]) -> Result<(), Unregistered> {
    let mut seen = BTreeSet::new();
    for route in routes {
        let fits = fits(route).and_then(|()| {
            let new = seen.insert((route.method.to_string(), route.path.clone()));
            if new { Ok(()) } else { Err("it is there twice") }
        });
        fits.map_err(|why| Unregistered { route: format!("{} {}", route.method, route.path), why })?;
    }
    Ok(())
}

fn fits(route: &Route) -> Result<(), &'static str> {
    let object = route.right.rule().object;
    let mut named = false;
    for part in route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let (_, thing) = PARTS.into_iter().find(|(known, _)| *known == part).ok_or("it names what nobody knows")?;
        if thing != object {
            return Err("it names something that its right is not about");
        }
        named = true;
    }
    if object == Object::Case && !named {
        return Err("its right is about a case, and it names none");
    }
    let (Right::AskOfCase(verb) | Right::AskOfOwnReport(verb)) = route.right else {
        return if route.about.is_empty() { Err("it does not say what it is for") } else { Ok(()) };
    };
    if route.path.ends_with(&format!("/{}", verb.noun())) {
        Ok(())
    } else {
        Err("it asks for something else than its right")
    }
}
