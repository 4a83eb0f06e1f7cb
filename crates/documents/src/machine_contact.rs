//! Where to report, for machines: the security.txt of a policy (RFC 9116).

use domain::Timestamp;
use domain::policy::Policy;
use domain::words::Line;
use formats::security_txt::{Fields, NotSecurityTxt, SecurityTxt};

/// The file. `base_url` is where the desk answers; only an address of the secure web is named, as the format demands.
///
/// # Errors
/// When there is no way to reach the project that the format knows.
///
/// ```
/// let until = "2027-05-01T00:00:00Z".parse().unwrap();
/// let file = documents::machine_contact::security_txt(&domain::policy::solo(), "https://desk.example", until).unwrap();
/// assert!(file.to_string().starts_with("Contact: https://desk.example/report\nContact: mailto:security@example.org\n"));
/// ```
pub fn security_txt(policy: &Policy, base_url: &str, expires: Timestamp) -> Result<SecurityTxt, NotSecurityTxt> {
    let on_web = |path: &str| base_url.starts_with("https://").then(|| format!("{base_url}{path}"));
    let mails = policy.project.contact.iter().map(Line::reveal);
    let mails =
        mails.map(|contact| if contact.contains(':') { contact.to_owned() } else { format!("mailto:{contact}") });
    let thanks = policy.credit.as_ref().and_then(|credit| credit.page.as_ref()).map(Line::reveal);
    SecurityTxt::new(Fields {
        contact: on_web("/report").into_iter().chain(mails).collect(),
        policy: on_web("/policy").into_iter().collect(),
        canonical: on_web("/.well-known/security.txt").into_iter().collect(),
        acknowledgments: thanks.filter(|page| page.starts_with("https://")).map(str::to_owned).into_iter().collect(),
        preferred_languages: vec!["en".to_owned()],
        ..Fields::until(expires)
    })
}
