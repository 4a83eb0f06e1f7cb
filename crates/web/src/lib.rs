//! Pages and the API over HTTP: the only inbound door for programs and browsers.
//!
//! Knows requests and answers: it reads, parses, asks the desk, and renders what it gets. Must not know SQL, and decides
//! nothing: who may do what with a case follows from the case, at the moment of asking.
//!
//! One registry (`routes`) holds every route with the right it takes; the router, the `OpenAPI` document and the page of rights
//! are built from it.

mod app;
mod body;
mod guard;
mod headers;
mod limits;
mod openapi;
mod pages;
mod path;
mod problem;
mod registry;
mod rights;
mod route;
mod routes;
mod server;
mod session;
mod sorry;
mod v1;

pub use app::{App, Config};
pub use limits::{Network, NotANetwork};
pub use registry::Unregistered;
pub use routes::{openapi, right_of, rights, router};
pub use server::serve;

#[cfg(test)]
mod tests;
