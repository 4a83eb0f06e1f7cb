//! The doors, tried from outside: requests in, answers out, on a real store.

mod api;
mod bad_input;
mod browsers;
mod description;
mod matrix;
mod oracle;
mod passwords;
mod registry;
mod scene;
mod slow_bodies;
mod strangers;
mod tokens;
