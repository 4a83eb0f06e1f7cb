//! Letters as files.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use desk::ports::{Mail, MailTrouble, Mailer as _};
use outside::{BadSettings, EmlMailer};

use crate::letterbox::letter;

fn names(place: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        place.read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_letter_becomes_one_file_for_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("letters");
    let mailer = EmlMailer::new(&place, "security@desk.example").unwrap();
    mailer.send(&letter("reporter@example.org")).await.unwrap();
    assert_eq!(names(&place), ["20220908T120509123Z-0f5e99.eml"]);
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&place), mode(&place.join("20220908T120509123Z-0f5e99.eml"))), (0o700, 0o600));
    let text = std::fs::read_to_string(place.join("20220908T120509123Z-0f5e99.eml")).unwrap();
    assert!(
        text.starts_with(
            "Date: Thu, 08 Sep 2022 12:05:09 +0000\r\nFrom: security@desk.example\r\nTo: reporter@example.org\r\n"
        ),
        "{text}"
    );
    assert!(text.ends_with("\r\n\r\nThank you.\r\n.\r\nA line with a single point is no end.\r\n"), "{text}");
}

#[tokio::test]
async fn a_repeated_letter_is_one_file_however_late_the_repetition() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = EmlMailer::new(dir.path(), "security@desk.example").unwrap();
    mailer.send(&letter("reporter@example.org")).await.unwrap();
    let later = Mail { at: "2022-09-09T00:00:00Z".parse().unwrap(), ..letter("reporter@example.org") };
    let (one, two) = tokio::join!(mailer.send(&later), mailer.send(&later));
    assert_eq!((one.is_ok(), two.is_ok()), (true, true));
    let after_a_restart = EmlMailer::new(dir.path(), "security@desk.example").unwrap();
    after_a_restart.send(&later).await.unwrap();
    assert_eq!(names(dir.path()), ["20220908T120509123Z-0f5e99.eml"]);
}

#[tokio::test]
async fn what_a_power_cut_left_half_written_is_written_again_whole() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join(".20220908T120509123Z-0f5e99.eml.half"), "Date: Thu, 0").unwrap();
    let mailer = EmlMailer::new(dir.path(), "security@desk.example").unwrap();
    mailer.send(&letter("reporter@example.org")).await.unwrap();
    assert_eq!(names(dir.path()), ["20220908T120509123Z-0f5e99.eml"]);
}

#[tokio::test]
async fn a_directory_that_went_away_lets_the_letter_wait() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("letters");
    let mailer = EmlMailer::new(&place, "security@desk.example").unwrap();
    std::fs::remove_dir(&place).unwrap();
    let trouble = mailer.send(&letter("reporter@example.org")).await.unwrap_err();
    assert!(matches!(trouble, MailTrouble::Later(_)), "{trouble}");
    std::fs::create_dir(&place).unwrap();
    mailer.send(&letter("reporter@example.org")).await.unwrap();
    assert_eq!(names(&place).len(), 1);
}

#[test]
fn a_place_that_is_no_directory_is_said_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("letters");
    std::fs::write(&file, "").unwrap();
    assert!(matches!(EmlMailer::new(&file, "security@desk.example"), Err(BadSettings::Directory(_))));
    assert!(matches!(EmlMailer::new(dir.path(), "security"), Err(BadSettings::Sender)));
}
