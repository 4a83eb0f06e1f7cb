//! An identity provider: who somebody is there, by OpenID Connect's code flow with PKCE (OpenID Connect Core 1.0, section 3.1;
//! RFC 7636).
//!
//! What a token must be is `openidconnect`'s to say; this is how it is asked for. Nothing is followed to another place, nothing
//! is read without end, and nothing is said in the clear but to this machine. Must not know accounts.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use desk::Subject;
use desk::ports::{Provider, ProviderAnswer, ProviderAsk, ProviderTrouble};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse as _,
};
use ureq::http;
use url::{Host, Url};

/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// No answer of a provider is longer.
const BYTES_MAX: u64 = 512 << 10;

/// How a provider is asked.
#[derive(Clone)]
pub struct ProviderSettings {
    /// What people call it.
    pub name: String,
    /// Its address: what its tokens say they are from.
    pub issuer: String,
    /// What it calls us.
    pub client: String,
    /// The secret that it gave us.
    pub secret: String,
    /// Where it sends browsers back to.
    pub back: String,
}

/// What is wrong with the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadProvider {
    /// The issuer is no address, or one where others can listen.
    #[error("the issuer is no https address")]
    Issuer,
    /// It has given us no name or no secret.
    #[error("a client id and a client secret are needed, as the provider gave them")]
    Client,
    /// It cannot send browsers back.
    #[error("browsers cannot be sent back to this desk's address")]
    Back,
}

/// A provider that is asked over the network.
#[derive(Clone)]
pub struct OpenId {
    settings: ProviderSettings,
    agent: ureq::Agent,
}

/// A client that knows where the provider signs people in, and perhaps more.
type Client =
    CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// Why a provider gives no answer, as the library takes it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Away(String);

impl OpenId {
    /// A provider by its settings. Nothing is asked yet.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn new(settings: ProviderSettings) -> Result<Self, BadProvider> {
        if !Url::parse(&settings.issuer).is_ok_and(|url| is_private(&url)) {
            return Err(BadProvider::Issuer);
        }
        if settings.client.is_empty() || settings.secret.is_empty() {
            return Err(BadProvider::Client);
        }
        RedirectUrl::new(settings.back.clone()).map_err(|_| BadProvider::Back)?;
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .build();
        Ok(Self { settings, agent: config.into() })
    }

    /// One request, as the library wants it made.
    fn send(&self, request: HttpRequest) -> Result<HttpResponse, Away> {
        let away = |error: &dyn std::fmt::Display| Away(error.to_string());
        let url = Url::parse(&request.uri().to_string()).map_err(|error| away(&error))?;
        if !is_private(&url) {
            return Err(Away("it names an address where others can listen".to_owned()));
        }
        let answer = self.agent.run(request).map_err(|error| away(&error))?;
        let (parts, mut body) = answer.into_parts();
        let body = body.with_config().limit(BYTES_MAX).read_to_vec().map_err(|error| away(&error))?;
        Ok(http::Response::from_parts(parts, body))
    }

    /// What is known of the provider, asked for anew: keys that it has changed are good at once.
    fn client(&self) -> Result<Client, ProviderTrouble> {
        let issuer = IssuerUrl::new(self.settings.issuer.clone()).map_err(|error| no(&error))?;
        let back = RedirectUrl::new(self.settings.back.clone()).map_err(|error| no(&error))?;
        let (id, secret) = (self.settings.client.clone(), self.settings.secret.clone());
        let described =
            CoreProviderMetadata::discover(&issuer, &|request| self.send(request)).map_err(|error| away(&error))?;
        let client = CoreClient::from_provider_metadata(described, ClientId::new(id), Some(ClientSecret::new(secret)));
        Ok(client.set_redirect_uri(back))
    }

    fn address(&self, ask: &ProviderAsk) -> Result<String, ProviderTrouble> {
        let client = self.client()?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(ask.verifier.clone()));
        let (state, nonce) = (ask.state.clone(), ask.nonce.clone());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let asked = client.authorize_url(flow, move || CsrfToken::new(state), move || Nonce::new(nonce));
        let (url, ..) = asked.set_pkce_challenge(challenge).url();
        Ok(url.to_string())
    }

    fn subject(&self, code: String, ask: &ProviderAsk) -> Result<Subject, ProviderTrouble> {
        let client = self.client()?;
        let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| no(&error))?;
        let answer = exchange
            .set_pkce_verifier(PkceCodeVerifier::new(ask.verifier.clone()))
            .request(&|request| self.send(request))
            .map_err(|error| no(&error))?;
        let token = answer.id_token().ok_or_else(|| ProviderTrouble::No("it gave no identity token".to_owned()))?;
        let nonce = Nonce::new(ask.nonce.clone());
        let claims = token.claims(&client.id_token_verifier(), &nonce).map_err(|error| no(&error))?;
        let subject = claims.subject().as_str().to_owned();
        Ok(Subject { issuer: claims.issuer().as_str().to_owned(), subject })
    }

    /// Asks off the runtime: the client waits for its answers.
    async fn aside<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Self) -> Result<T, ProviderTrouble> + Send + 'static,
    ) -> Result<T, ProviderTrouble> {
        let asked = self.clone();
        let done = tokio::task::spawn_blocking(move || ask(&asked)).await;
        done.unwrap_or_else(|error| Err(ProviderTrouble::Away(io::Error::other(error).to_string())))
    }
}

impl Provider for OpenId {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    fn address<'a>(&'a self, ask: &'a ProviderAsk) -> ProviderAnswer<'a, String> {
        let ask = ask.clone();
        Box::pin(self.aside(move |provider| provider.address(&ask)))
    }

    fn subject<'a>(&'a self, code: &'a str, ask: &'a ProviderAsk) -> ProviderAnswer<'a, Subject> {
        let (code, ask) = (code.to_owned(), ask.clone());
        Box::pin(self.aside(move |provider| provider.subject(code, &ask)))
    }
}

fn no(error: &dyn std::error::Error) -> ProviderTrouble {
    ProviderTrouble::No(in_full(error))
}

fn away(error: &dyn std::error::Error) -> ProviderTrouble {
    ProviderTrouble::Away(in_full(error))
}

/// An error with what is behind it.
fn in_full(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        said = format!("{said}: {cause}");
        behind = cause.source();
    }
    said
}

/// Whether nobody can listen on the way: TLS, or this very machine.
fn is_private(url: &Url) -> bool {
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        None => return false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && here)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_could_hear_is_not_said() {
        let with = |issuer: &str| {
            let text = |text: &str| text.to_owned();
            let settings = ProviderSettings {
                name: text("Ours"),
                issuer: text(issuer),
                client: text("sluice"),
                secret: text("secret"),
                back: text("https://desk.example/sign-in/provider/back"),
            };
            OpenId::new(settings).map(drop)
        };
        for fine in
            ["https://id.example", "https://id.example/realms/us", "http://127.0.0.1:4000", "http://localhost:1"]
        {
            assert_eq!(with(fine), Ok(()), "{fine}");
        }
        for heard in
            ["http://id.example", "http://10.0.0.1", "ftp://localhost", "id.example", "http://localhost.example"]
        {
            assert_eq!(with(heard), Err(BadProvider::Issuer), "{heard}");
        }
    }
}
