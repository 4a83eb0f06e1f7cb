//! Letters as files, for a desk without a mail server: one `.eml` each, readable by the owner alone.
//!
//! Knows a directory. A file appears whole or not at all, once per message id.

use std::collections::HashSet;
use std::fs::{DirBuilder, File, OpenOptions, rename};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use desk::ports::{Mail, MailTrouble, Mailer, Sent};
use lettre::message::Mailbox;

use crate::message;
use crate::settings::{BadSettings, sender};

/// Keeps letters as `<moment>-<message id>.eml` in a directory.
#[derive(Clone, Debug)]
pub struct EmlMailer {
    from: Mailbox,
    drawer: Arc<Drawer>,
}

/// The directory, and the ids of the letters in it.
#[derive(Debug)]
struct Drawer {
    place: PathBuf,
    known: Mutex<HashSet<String>>,
}

impl EmlMailer {
    /// Opens the directory, making it when there is none.
    ///
    /// # Errors
    /// The sender is not an address, or the directory cannot be made or read.
    pub fn new(place: impl Into<PathBuf>, from: &str) -> Result<Self, BadSettings> {
        let place = place.into();
        let known = letters(&place).map_err(|error| BadSettings::Directory(format!("{}: {error}", place.display())))?;
        Ok(Self { from: sender(from)?, drawer: Arc::new(Drawer { place, known: Mutex::new(known) }) })
    }
}

/// The ids of the letters already there.
fn letters(place: &Path) -> io::Result<HashSet<String>> {
    DirBuilder::new().recursive(true).mode(0o700).create(place)?;
    let mut known = HashSet::new();
    for entry in place.read_dir()? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        known
            .extend(name.strip_suffix(".eml").and_then(|name| name.split_once('-')).map(|(_moment, id)| id.to_owned()));
    }
    Ok(known)
}

impl Drawer {
    /// Writes a letter that is not there yet; its file's name.
    fn put(&self, name: &str, id: &str, bytes: &[u8]) -> io::Result<()> {
        // Held while writing: two tries of one letter at the same time are one letter.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(id) {
            return Ok(());
        }
        let half = self.place.join(format!(".{name}.half"));
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        rename(&half, self.place.join(name))?;
        File::open(&self.place)?.sync_all()?;
        known.insert(id.to_owned());
        Ok(())
    }
}

impl Mailer for EmlMailer {
    fn send<'a>(&'a self, mail: &'a Mail) -> Sent<'a> {
        Box::pin(async move {
            let prepared = message::prepare(&self.from, mail)?;
            let (id, name) =
                (mail.message_id.clone(), format!("{}-{}.eml", mail.at.strftime("%Y%m%dT%H%M%S%3fZ"), mail.message_id));
            let (drawer, receipt) = (Arc::clone(&self.drawer), format!("written as {id}.eml"));
            let written = tokio::task::spawn_blocking(move || drawer.put(&name, &id, &prepared.bytes)).await;
            let trouble = match written {
                Ok(Ok(())) => return Ok(receipt),
                Ok(Err(error)) => error.kind().to_string(),
                Err(_stopped) => "the desk is stopping".to_owned(),
            };
            tracing::warn!(message = %mail.message_id, %trouble, "a letter was not written");
            Err(MailTrouble::Later(trouble))
        })
    }
}
