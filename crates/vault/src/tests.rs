//! Stories about the whole vault: what opens, what does not, and bytes that must never change.
//!
//! The pinned bytes were computed by an independent program from the descriptions in this crate's comments, with other
//! people's HKDF, HMAC and XChaCha20-Poly1305.

use data_encoding::HEXLOWER;
use proptest::prelude::*;

use crate::sealing::{open, seal};
use crate::*;

const INSTANCE: InstanceId = InstanceId([1; 16]);
const CASE: [u8; 16] = [2; 16];
const BLOB: [u8; 16] = [5; 16];
const TEXT: &[u8] = br#"{"a":1}"#;

fn root() -> RootKey {
    RootKey::from_bytes([7; 32])
}

fn case_key() -> CaseKey {
    CaseKey::from_bytes([3; 32])
}

fn blob_key() -> BlobKey {
    BlobKey::from_bytes([6; 32])
}

fn mac_key() -> MacKey {
    root().mac_key(INSTANCE)
}

fn header() -> EventHeader<'static> {
    EventHeader { instance: INSTANCE, case: CASE, seq: 1, kind: "ReportReceived", at_ms: -5 }
}

fn byte(place: usize) -> u8 {
    u8::try_from(place).unwrap()
}

fn nonce() -> Nonce {
    std::array::from_fn(byte)
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(bytes.as_ref())
}

/// Every copy of some bytes in which one bit is another.
fn flipped(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..bytes.len() * 8).map(|bit| {
        let mut copy = bytes.to_vec();
        copy[bit / 8] ^= 1 << (bit % 8);
        copy
    })
}

#[test]
fn the_cipher_gives_the_example_of_the_draft() {
    // draft-irtf-cfrg-xchacha-03, A.3.1
    let key = std::array::from_fn(|place| 0x80 + byte(place));
    let nonce = std::array::from_fn(|place| 0x40 + byte(place));
    let place = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
    let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, \
                  sunscreen would be it.";
    let sealed = seal(&key, &place, plain, nonce);
    let expected = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae\
                    64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f96\
                    64c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49";
    assert_eq!(hex(&sealed[25..]), expected);
    assert_eq!(open(&key, &place, &sealed).unwrap(), plain);
}

#[test]
fn sealed_bytes_written_today_are_read_forever() {
    let head = "01000102030405060708090a0b0c0d0e0f1011121314151617";
    let sealed = [
        (seal_event(&case_key(), &header(), TEXT, nonce()), "3d8e67ddfa79787d3a32856aec2ad50f58949974ce7628"),
        (
            case_key().wrap(&root(), INSTANCE, CASE, nonce()),
            "22d50ed75c47dfc77725c2ba1971265aec8eab71a59bd6f2126d2baf6683e8335011f31a0f5e65d7b6d9dd00a8df3b8e",
        ),
        (
            case_key().wrap_blob_key(INSTANCE, CASE, BLOB, &blob_key(), nonce()),
            "534ef39ce2b76efb851be29e7c415190f1d163db8ab4579437532cb6aeca0f306c4c5e813d1950e2aa6e9b4e4badcdbb",
        ),
        (seal_blob(&blob_key(), INSTANCE, CASE, BLOB, TEXT, nonce()), "f52c166309a0a7ccc29801f3e5118ec6069b575e9326ff"),
        (case_key().seal_small("index/title", b"9", TEXT, nonce()), "876ec97c1b45be84bdfc634d7a8e5cf2f8442a0e938789"),
        (
            root().desk_key(INSTANCE).seal_small("index/title", b"9", TEXT, nonce()),
            "90fc62553315614dedab2a5ef77dd5ec1139db7062d19f",
        ),
    ];
    for (bytes, tail) in sealed {
        assert_eq!(hex(bytes), format!("{head}{tail}"));
    }
}

#[test]
fn digests_written_today_are_found_forever() {
    let first = genesis(INSTANCE, CASE);
    let link = chain(&first, &header(), &seal_event(&case_key(), &header(), TEXT, nonce()));
    let code = ReceiptCode::from_bytes([0xa5; 20]);
    for (found, expected) in [
        (first.to_string(), "8e0e7d891ebe4a9ba7b1b23d6e2ed2520f7ec19da85d9bf579d9f9c90f835824"),
        (link.to_string(), "6361aeed4fd1e31d3c89d0f80f93d208097061b11b921de6ec5b9ae73f5945b9"),
        (
            hex(row_mac(&mac_key(), "member", &[b"ada", b"coordinator"])),
            "19a535d2001f5e50de12e08884eed5ca4ae9e09c13db1402a1767c303334d0fd",
        ),
        (hex(code.digest(&mac_key())), "479f640dc98bb976f8948800ff4e226292f155cc2018b9f95b3d3d45595e212b"),
        (root().fingerprint(), "1efe5a61812ef6d7"),
        (root().to_text().to_string(), "sluice-root-1-a4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4dunoxr677q"),
    ] {
        assert_eq!(found, expected);
    }
}

#[test]
fn no_flipped_bit_of_sealed_bytes_goes_unseen() {
    let event = seal_event(&case_key(), &header(), TEXT, nonce());
    let wrapped = case_key().wrap(&root(), INSTANCE, CASE, nonce());
    let blob = seal_blob(&blob_key(), INSTANCE, CASE, BLOB, TEXT, nonce());
    assert!(flipped(&event).all(|bytes| open_event(&case_key(), &header(), &bytes).is_err()));
    assert!(flipped(&wrapped).all(|bytes| CaseKey::unwrap(&root(), INSTANCE, CASE, &bytes).is_err()));
    assert!(flipped(&blob).all(|bytes| open_blob(&blob_key(), INSTANCE, CASE, BLOB, &bytes).is_err()));
}

#[test]
fn sealed_bytes_that_are_cut_off_or_lengthened_do_not_open() {
    let event = seal_event(&case_key(), &header(), TEXT, nonce());
    let opened = |bytes: &[u8]| open_event(&case_key(), &header(), bytes);
    for len in 0..event.len() {
        let expected = if len < OVERHEAD { Unsealing::CutOff } else { Unsealing::NotAuthentic };
        assert_eq!(opened(&event[..len]), Err(expected), "{len} bytes");
    }
    assert_eq!(opened(&[event.as_slice(), &[0]].concat()), Err(Unsealing::NotAuthentic));
    assert_eq!(opened(&[&[2], &event[1..]].concat()), Err(Unsealing::UnknownFormat(2)));
}

#[test]
fn no_flipped_bit_of_a_header_goes_unseen_by_the_seal_or_the_chain() {
    let sealed = seal_event(&case_key(), &header(), TEXT, nonce());
    let (first, right) = (genesis(INSTANCE, CASE), header());
    let link = chain(&first, &right, &sealed);
    let seen = |wrong: &EventHeader<'_>| {
        assert_eq!(open_event(&case_key(), wrong, &sealed), Err(Unsealing::NotAuthentic), "{wrong:?}");
        assert_ne!(chain(&first, wrong, &sealed), link, "{wrong:?}");
    };
    for bytes in flipped(&CASE) {
        seen(&EventHeader { case: bytes.try_into().unwrap(), ..right });
    }
    for bytes in flipped(&INSTANCE.0) {
        seen(&EventHeader { instance: InstanceId(bytes.try_into().unwrap()), ..right });
    }
    for bit in 0..64 {
        seen(&EventHeader { seq: right.seq ^ (1 << bit), ..right });
        seen(&EventHeader { at_ms: right.at_ms ^ (1 << bit), ..right });
    }
    for kind in ["", "reportReceived", "ReportReceived ", "ReportReceive", "ReportReceived\0"] {
        seen(&EventHeader { kind, ..right });
    }
}

#[test]
fn no_flipped_bit_of_a_key_opens_anything() {
    let event = seal_event(&case_key(), &header(), TEXT, nonce());
    let small = root().desk_key(INSTANCE).seal_small("t", b"1", TEXT, nonce());
    let stamp = row_mac(&mac_key(), "member", &[b"ada"]);
    for bytes in flipped(&[3; 32]) {
        assert!(open_event(&CaseKey::from_bytes(bytes.try_into().unwrap()), &header(), &event).is_err());
    }
    for bytes in flipped(&[7; 32]) {
        let other = RootKey::from_bytes(bytes.try_into().unwrap());
        assert!(other.desk_key(INSTANCE).open_small("t", b"1", &small).is_err());
        assert!(!verify_row(&other.mac_key(INSTANCE), "member", &[b"ada"], &stamp));
        assert_ne!(other.fingerprint(), root().fingerprint());
    }
}

#[test]
fn what_is_sealed_in_one_place_does_not_open_in_another() {
    let other = [9; 16];
    let elsewhere = InstanceId(other);
    let wrapped = case_key().wrap(&root(), INSTANCE, CASE, nonce());
    assert!(CaseKey::unwrap(&root(), elsewhere, CASE, &wrapped).is_err());
    assert!(CaseKey::unwrap(&root(), INSTANCE, other, &wrapped).is_err());
    let key = case_key().wrap_blob_key(INSTANCE, CASE, BLOB, &blob_key(), nonce());
    assert!(case_key().unwrap_blob_key(elsewhere, CASE, BLOB, &key).is_err());
    assert!(case_key().unwrap_blob_key(INSTANCE, other, BLOB, &key).is_err());
    assert!(case_key().unwrap_blob_key(INSTANCE, CASE, other, &key).is_err());
    let blob = seal_blob(&blob_key(), INSTANCE, CASE, BLOB, TEXT, nonce());
    assert!(open_blob(&blob_key(), elsewhere, CASE, BLOB, &blob).is_err());
    assert!(open_blob(&blob_key(), INSTANCE, other, BLOB, &blob).is_err());
    assert!(open_blob(&blob_key(), INSTANCE, CASE, other, &blob).is_err());
    let small = case_key().seal_small("index/title", b"9", TEXT, nonce());
    assert!(case_key().open_small("index/titl", b"e9", &small).is_err());
    assert!(root().desk_key(INSTANCE).open_small("index/title", b"9", &small).is_err());
    let desk = root().desk_key(INSTANCE).seal_small("t", b"1", TEXT, nonce());
    assert!(root().desk_key(elsewhere).open_small("t", b"1", &desk).is_err());
}

#[test]
fn a_wrapped_key_of_one_kind_is_never_taken_for_another() {
    let case = case_key().wrap(&root(), INSTANCE, CASE, nonce());
    assert!(case_key().unwrap_blob_key(INSTANCE, CASE, CASE, &case).is_err());
    let text = seal(&[7; 32], b"", &[0; 32], nonce());
    assert!(CaseKey::unwrap(&root(), INSTANCE, CASE, &text).is_err());
}

#[test]
fn the_chain_still_verifies_when_the_key_of_its_case_is_destroyed() {
    let kinds = ["ReportReceived", "ReportAcknowledged", "CaseClosed"];
    let headers = |seq: usize| EventHeader { seq: seq as u64, kind: kinds[seq], ..header() };
    let key = case_key();
    let log: Vec<Vec<u8>> = (0..3).map(|seq| seal_event(&key, &headers(seq), TEXT, nonce())).collect();
    let fold = |log: &[Vec<u8>]| {
        let links = log.iter().enumerate();
        links.fold(genesis(INSTANCE, CASE), |link, (seq, sealed)| chain(&link, &headers(seq), sealed))
    };
    let end = fold(&log);
    drop(key);
    assert_eq!(fold(&log), end);
    assert_ne!(fold(&log[..2]), end, "a cut tail shows");
    let mut exchanged = log.clone();
    exchanged.swap(0, 1);
    assert_ne!(fold(&exchanged), end, "two exchanged payloads show");
    for wrong in flipped(&log[1]) {
        assert_ne!(fold(&[log[0].clone(), wrong, log[2].clone()]), end, "a flipped bit shows");
    }
}

#[test]
fn a_stamp_holds_the_table_and_every_column_in_its_place() {
    let stamp = row_mac(&mac_key(), "member", &[b"ada", b"coordinator"]);
    let others: [(&str, &[&[u8]]); 6] = [
        ("members", &[b"ada", b"coordinator"]),
        ("member", &[b"adac", b"oordinator"]),
        ("member", &[b"coordinator", b"ada"]),
        ("member", &[b"ada", b"coordinator", b""]),
        ("member", &[b"ada"]),
        ("memberada", &[b"coordinator"]),
    ];
    for (table, columns) in others {
        assert!(!verify_row(&mac_key(), table, columns, &stamp), "{table}");
    }
    assert!(!verify_row(&mac_key(), "member", &[b"ada", b"coordinator"], &stamp[..31]));
    assert!(!verify_row(&mac_key(), "member", &[b"ada", b"coordinator"], b""));
}

#[test]
fn a_damaged_key_file_says_so_and_another_file_is_told_apart() {
    let text = root().to_text();
    for given in [format!("\n {}\r\n", *text), text.to_ascii_uppercase()] {
        assert_eq!(RootKey::from_text(&given).unwrap().fingerprint(), root().fingerprint());
    }
    for place in "sluice-root-1-".len()..text.len() {
        for letter in "abcdefghijklmnopqrstuvwxyz234567".chars().filter(|letter| !text[place..].starts_with(*letter)) {
            let mut wrong = text.to_string();
            wrong.replace_range(place..=place, &letter.to_string());
            assert_eq!(RootKey::from_text(&wrong).unwrap_err(), NotARootKey::Damaged, "{letter} at {place}");
        }
    }
    let cut = &text[..text.len() - 1];
    assert_eq!(RootKey::from_text(cut).unwrap_err(), NotARootKey::Length { expected: 60, found: 59 });
    let odd = text.replacen("a4dq", "a4d!", 1);
    assert_eq!(RootKey::from_text(&odd).unwrap_err(), NotARootKey::Damaged);
    for other in ["hunter2", "SQLite format 3", "sluice-r-mpjtb-9d5mp", "sluice-root-2-a4dq"] {
        assert_eq!(RootKey::from_text(other).unwrap_err(), NotARootKey::OtherText, "{other}");
    }
    assert_eq!(RootKey::from_text(" \n").unwrap_err(), NotARootKey::Empty);
}

#[test]
fn debug_prints_no_secret() {
    let code = ReceiptCode::from_bytes([0xa5; 20]);
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?} {code:?}",
        root(),
        case_key(),
        blob_key(),
        mac_key(),
        root().desk_key(INSTANCE)
    );
    assert_eq!(shown, "RootKey(…) CaseKey(…) BlobKey(…) MacKey(…) DeskKey(…) Code(…)");
}

#[test]
fn every_misread_letter_of_a_code_is_found() {
    let letters = "0123456789abcdefghjkmnpqrstvwxyz";
    for seed in 0..20u8 {
        let code =
            ReceiptCode::from_bytes(std::array::from_fn(|place| seed.wrapping_mul(37) ^ byte(place).wrapping_mul(11)));
        let shown: Vec<char> = code.to_text().chars().collect();
        let start = "sluice-r-".len();
        for place in (start..shown.len()).filter(|place| shown[*place] != '-') {
            for letter in letters.chars().filter(|letter| *letter != shown[place]) {
                let mut wrong = shown.clone();
                wrong[place] = letter;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(ReceiptCode::parse(&wrong), Err(NotACode::Checksum), "{wrong}");
            }
        }
    }
}

#[test]
fn neighbours_exchanged_and_letters_lost_are_found() {
    let code = InviteCode::from_bytes(std::array::from_fn(|place| byte(place).wrapping_mul(13)));
    let symbols: Vec<char> = code.to_text().trim_start_matches("sluice-v").chars().filter(|c| *c != '-').collect();
    assert_eq!(symbols.len(), 35);
    for place in (0..34).filter(|place| symbols[*place] != symbols[place + 1]) {
        let mut wrong = symbols.clone();
        wrong.swap(place, place + 1);
        assert_eq!(InviteCode::parse(&String::from_iter(wrong)), Err(NotACode::Checksum), "{place}");
    }
    for place in 0..35 {
        let mut wrong = symbols.clone();
        wrong.remove(place);
        assert_eq!(InviteCode::parse(&String::from_iter(&wrong)), Err(NotACode::Length(34)));
        wrong.splice(place..place, ['7', '7']);
        assert_eq!(InviteCode::parse(&String::from_iter(&wrong)), Err(NotACode::Length(36)));
    }
}

#[test]
fn a_code_of_one_kind_is_never_taken_for_another() {
    let bytes = [0xa5; 20];
    let receipt = ReceiptCode::from_bytes(bytes);
    let shown = receipt.to_text();
    assert_eq!(InviteCode::parse(&shown), Err(NotACode::OtherKind));
    assert_eq!(SessionToken::parse(&shown), Err(NotACode::OtherKind));
    assert_eq!(OperatorToken::parse(&shown), Err(NotACode::OtherKind));
    assert_eq!(ApiToken::parse(&shown), Err(NotACode::OtherKind));
    let bare = shown.trim_start_matches("sluice-r-");
    assert_eq!(ReceiptCode::parse(bare), Ok(receipt.clone()));
    assert_eq!(InviteCode::parse(bare), Err(NotACode::Checksum), "not even without its prefix");
    let key = mac_key();
    let digests = [
        receipt.digest(&key),
        InviteCode::from_bytes(bytes).digest(&key),
        SessionToken::from_bytes(bytes).digest(&key),
        OperatorToken::from_bytes(bytes).digest(&key),
        ApiToken::from_bytes(bytes).digest(&key),
        receipt.digest(&root().mac_key(InstanceId([9; 16]))),
    ];
    for (place, digest) in digests.iter().enumerate() {
        assert!(!digests[..place].contains(digest));
    }
}

#[test]
fn what_is_no_code_is_told_why() {
    for (text, why) in [
        ("", NotACode::Empty),
        (" - ", NotACode::Empty),
        ("sluice", NotACode::OtherKind),
        ("sluice-r", NotACode::Length(0)),
        ("sluice-r-mpjtb", NotACode::Length(5)),
        ("mpjtb+9d5mp", NotACode::Character('+')),
        ("sluice-r-mpjtu", NotACode::Character('u')),
        ("https://example.org/r", NotACode::Character(':')),
    ] {
        assert_eq!(ReceiptCode::parse(text), Err(why), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_sealed_opens(
        plain in proptest::collection::vec(any::<u8>(), 0..300), key: [u8; 32], nonce: [u8; 24], case: [u8; 16],
        seq: u64, at_ms: i64, kind in ".{0,20}",
    ) {
        let case_key = CaseKey::from_bytes(key);
        let header = EventHeader { instance: INSTANCE, case, seq, kind: &kind, at_ms };
        let event = seal_event(&case_key, &header, &plain, nonce);
        prop_assert_eq!(event.len(), plain.len() + OVERHEAD);
        prop_assert_eq!(open_event(&case_key, &header, &event).unwrap(), plain.clone());
        let small = case_key.seal_small(&kind, &case, &plain, nonce);
        prop_assert_eq!(case_key.open_small(&kind, &case, &small).unwrap(), plain.clone());
        let blob = seal_blob(&BlobKey::from_bytes(key), INSTANCE, case, BLOB, &plain, nonce);
        prop_assert_eq!(open_blob(&BlobKey::from_bytes(key), INSTANCE, case, BLOB, &blob).unwrap(), plain);
    }

    #[test]
    fn an_unwrapped_key_opens_what_the_wrapped_one_sealed(key: [u8; 32], root: [u8; 32], nonce: [u8; 24]) {
        let (root, key) = (RootKey::from_bytes(root), CaseKey::from_bytes(key));
        let again = CaseKey::unwrap(&root, INSTANCE, CASE, &key.wrap(&root, INSTANCE, CASE, nonce)).unwrap();
        let event = seal_event(&key, &header(), TEXT, nonce);
        prop_assert_eq!(open_event(&again, &header(), &event).unwrap(), TEXT);
        let wrapped = key.wrap_blob_key(INSTANCE, CASE, BLOB, &blob_key(), nonce);
        let blob = again.unwrap_blob_key(INSTANCE, CASE, BLOB, &wrapped).unwrap();
        let sealed = seal_blob(&blob_key(), INSTANCE, CASE, BLOB, TEXT, nonce);
        prop_assert_eq!(open_blob(&blob, INSTANCE, CASE, BLOB, &sealed).unwrap(), TEXT);
    }

    #[test]
    fn no_two_headers_are_written_alike(
        a in ("[ab]{0,2}", 0u64..3, -1i64..2, 0u8..2), b in ("[ab]{0,2}", 0u64..3, -1i64..2, 0u8..2),
    ) {
        let bytes = |(kind, seq, at_ms, case): &(String, u64, i64, u8)| {
            EventHeader { instance: INSTANCE, case: [*case; 16], seq: *seq, kind, at_ms: *at_ms }.encode()
        };
        prop_assert_eq!(a == b, bytes(&a) == bytes(&b));
    }

    #[test]
    fn random_bytes_never_open(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(open_event(&case_key(), &header(), &bytes).is_err());
        prop_assert!(CaseKey::unwrap(&root(), INSTANCE, CASE, &bytes).is_err());
    }

    #[test]
    fn a_code_is_read_however_it_was_copied(bytes: [u8; 20], upper: bool, spaces in "[ \t\n\u{2011}\u{2013}-]{0,3}", o: bool) {
        let code = SessionToken::from_bytes(bytes);
        let text = code.to_text();
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        let copied = text.replace('-', &spaces);
        let copied = if o { copied.replace('0', "o").replace('1', "l") } else { copied };
        let copied = if upper { copied.to_uppercase() } else { copied };
        prop_assert_eq!(SessionToken::parse(&copied), Ok(code));
    }

    #[test]
    fn no_text_makes_the_readers_panic(text in ".*|sluice-(r|root-1)-[a-z0-9 -]{0,70}|\\PC{20,80}") {
        prop_assert!(ReceiptCode::parse(&text).is_err());
        prop_assert!(RootKey::from_text(&text).is_err());
        prop_assert!(text.parse::<Hash>().is_err());
    }

    #[test]
    fn a_root_key_reads_back_from_its_line(bytes: [u8; 32]) {
        let key = RootKey::from_bytes(bytes);
        prop_assert_eq!(RootKey::from_text(&key.to_text()).unwrap().fingerprint(), key.fingerprint());
    }
}
