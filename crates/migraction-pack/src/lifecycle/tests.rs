//! Stories of one device and one server, case by case. The device performs actions as the app does, on maps.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::SCHEMA;
use crate::manifest::{Manifest, ManifestError, Part, PartKind, PublicKey, SecretKey, digest};

fn publisher() -> SecretKey {
    SecretKey::from_bytes(&[7; 32])
}

fn public() -> PublicKey {
    PublicKey::from_hex(&publisher().public_hex()).unwrap()
}

/// A pack as a server offers it.
#[derive(Clone)]
struct Offer {
    sent: Vec<u8>,
    parts: BTreeMap<String, Vec<u8>>,
}

/// A pack of these parts, each `name=content`; a language is what is neither `core`, `phrases` nor an index, `search-fr`.
fn offer(sequence: u64, contents: &str) -> Offer {
    offer_by(&publisher(), SCHEMA, sequence, contents)
}

fn offer_by(key: &SecretKey, schema: u32, sequence: u64, contents: &str) -> Offer {
    let mut parts = BTreeMap::new();
    let part = |text: &str| {
        let (name, content) = text.split_once('=').unwrap();
        let kind = match name {
            "core" => PartKind::Core,
            "phrases" => PartKind::Phrases,
            name if name.starts_with("search-") => PartKind::Index(name.replacen("search-", "", 1)),
            language => PartKind::Language(language.to_owned()),
        };
        let sha256 = digest(content.as_bytes());
        let bytes = content.len() as u64;
        parts.insert(text.to_owned(), content.as_bytes().to_vec());
        Part { kind, name: text.to_owned(), sha256, bytes, sent: bytes }
    };
    let (more, listed): (Vec<_>, Vec<_>) =
        contents.split(' ').map(part).partition(|part| part.kind == PartKind::Phrases);
    let (indexes, parts_listed) =
        listed.into_iter().partition(|part| matches!(part.kind, PartKind::Index(_)));
    let edition = "2026-11-24".parse().unwrap();
    let manifest = Manifest {
        schema,
        sequence,
        edition,
        development: true,
        parts: parts_listed,
        more,
        indexes,
    };
    let sent = manifest.sign(key).unwrap().into_bytes();
    Offer { sent, parts }
}

const FIRST: &str = "core=law fr=mots it=parole en=words phrases=yes";
const SECOND: &str = "core=law2 fr=mots it=parole2 en=words phrases=yes";

/// What a device keeps, and what it did.
#[derive(Default)]
struct Device {
    manifests: BTreeMap<&'static str, Vec<u8>>,
    parts: BTreeMap<String, Vec<u8>>,
    is_full: bool,
    log: Vec<String>,
}

impl Device {
    fn kept(&self) -> KeptPacks {
        let parts = self.parts.keys().cloned().collect();
        let mut kept = KeptPacks { parts, ..KeptPacks::default() };
        for (role, sent) in &self.manifests {
            let role = if *role == "current" { Role::Current } else { Role::Previous };
            if let Ok(signed) = SignedManifest::open(sent.clone(), &public()) {
                kept.put(role, signed);
            }
        }
        kept
    }

    /// The bytes of a part, if they lie here whole.
    fn load(&self, part: &Part) -> Option<Vec<u8>> {
        self.parts.get(&part.name).filter(|bytes| part.check(bytes).is_ok()).cloned()
    }

    /// The pack that opens in a language: the first whose parts are whole and can be read.
    fn open(&self, language: &str) -> Option<(Role, u64)> {
        let kept = self.kept();
        let is_whole = |manifest: &Manifest| {
            let kinds = [PartKind::Core, PartKind::Language(language.to_owned())];
            kinds.iter().all(|kind| {
                let bytes = self.load(manifest.part(kind).unwrap());
                bytes.is_some_and(|bytes| is_readable(&bytes))
            })
        };
        Role::IN_ORDER.into_iter().find_map(|role| {
            let manifest = manifest_of(&kept, role)?;
            let opens = kept.can_open(manifest, language) && is_whole(manifest);
            opens.then_some((role, manifest.sequence))
        })
    }

    fn fetch(&mut self, part: &Part, server: &Offer) -> Result<Vec<u8>, Failure> {
        self.log.push(format!("fetch {}", part.name));
        let bytes = server.parts.get(&part.name).ok_or(Failure::NoAnswer)?;
        part.check(bytes)?;
        Ok(bytes.clone())
    }

    fn obtain(&mut self, part: &Part, server: &Offer) -> Result<Vec<u8>, Failure> {
        match self.load(part) {
            Some(bytes) => Ok(bytes),
            None => self.fetch(part, server),
        }
    }

    fn perform(&mut self, actions: Vec<Action>, server: &Offer) -> Result<(), Failure> {
        let mut come = Vec::new();
        for action in actions {
            match action {
                Action::Fetch(part) => come.push((part.name.clone(), self.fetch(&part, server)?)),
                Action::Obtain(part) => come.push((part.name.clone(), self.obtain(&part, server)?)),
                Action::Assemble | Action::Check => {
                    let all = come.iter().all(|(_, bytes)| is_readable(bytes));
                    all.then_some(()).ok_or(Failure::Unreadable)?;
                }
                Action::Add(part) => {
                    come.extend(self.obtain(&part, server).ok().map(|bytes| (part.name, bytes)));
                }
                Action::Write if self.is_full => {
                    return Err(Failure::Storage(StorageFailure::Full));
                }
                Action::WriteIfPossible if self.is_full => self.log.push("no room".to_owned()),
                Action::Write | Action::WriteIfPossible => {
                    let by = SignedManifest::open(server.sent.clone(), &public())?;
                    let Replacement { manifests, obsolete } = self.kept().replaced(&by);
                    self.parts.retain(|name, _| !obsolete.contains(name));
                    self.parts.extend(std::mem::take(&mut come));
                    for (role, sent) in manifests {
                        let role = if role == Role::Current { "current" } else { "previous" };
                        self.manifests.insert(role, sent.into_bytes());
                    }
                    self.log.push("write".to_owned());
                }
                Action::Keep(part) => {
                    if let Ok(bytes) = self.obtain(&part, server) {
                        self.parts.insert(part.name, bytes);
                    }
                }
                Action::Pause => self.log.push("pause".to_owned()),
            }
        }
        Ok(())
    }

    fn install(&mut self, server: &Offer, language: &str) -> Result<(), Failure> {
        let offered = SignedManifest::open(server.sent.clone(), &public())?;
        self.perform(install(&offered.manifest, language)?, server)
    }

    /// One start of the app: the pack that opens, then the look for a newer one.
    fn renew(&mut self, server: &Offer, now: Circumstances<'_>) -> Result<UpdateStatus, Failure> {
        let kept = self.kept();
        let (role, _) = self.open(now.language).unwrap();
        let in_use = manifest_of(&kept, role).unwrap();
        let offered = SignedManifest::open(server.sent.clone(), &public())?;
        match renew(in_use, &offered.manifest, now)? {
            Renewal::UpToDate => {
                let actions = complete(in_use, &kept.languages(in_use), now);
                self.perform(actions, server)?;
                Ok(UpdateStatus::UpToDate)
            }
            Renewal::Newer(actions) => {
                self.perform(actions, server)?;
                Ok(UpdateStatus::Installed(offered.manifest.edition))
            }
        }
    }

    /// What is said of a renewal; the log of it alone.
    fn status(&mut self, server: &Offer, now: Circumstances<'_>) -> UpdateStatus {
        self.log.clear();
        self.renew(server, now).unwrap_or_else(UpdateStatus::from)
    }

    fn languages(&self) -> Vec<String> {
        let kept = self.kept();
        kept.readable_languages().unwrap_or_default().into_iter().collect()
    }
}

fn manifest_of(kept: &KeptPacks, role: Role) -> Option<&Manifest> {
    let kept = if role == Role::Current { &kept.current } else { &kept.previous };
    kept.as_ref().map(|kept| &kept.manifest)
}

/// Content that a later app would write, for an app that cannot read it.
fn is_readable(bytes: &[u8]) -> bool {
    !bytes.starts_with(b"??")
}

const FREE: Circumstances<'static> = Circumstances { language: "fr", is_metered: false };
const METERED: Circumstances<'static> = Circumstances { is_metered: true, ..FREE };

/// A device with the first pack, in all its languages.
fn device() -> Device {
    let (mut device, server) = (Device::default(), offer(1, FIRST));
    device.install(&server, "fr").unwrap();
    assert_eq!(device.status(&server, FREE), UpdateStatus::UpToDate);
    device.log.clear();
    device
}

fn installed() -> UpdateStatus {
    UpdateStatus::Installed("2026-11-24".parse().unwrap())
}

/// The pack of before is still what opens, with all that it had.
#[track_caller]
fn check_unchanged(device: &Device) {
    assert_eq!(device.open("fr"), Some((Role::Current, 1)));
    assert_eq!(device.languages(), ["en", "fr", "it"]);
    assert!(!device.log.contains(&"write".to_owned()), "{:?}", device.log);
}

#[test]
fn a_first_install_fetches_what_the_reader_waits_for_and_then_the_phrasebook() {
    let mut device = Device::default();
    assert_eq!(device.open("fr"), None);
    assert_eq!(device.kept().readable_languages(), None);
    device.install(&offer(1, FIRST), "fr").unwrap();
    assert_eq!(device.log, ["fetch core=law", "fetch fr=mots", "fetch phrases=yes", "write"]);
    assert_eq!(device.open("fr"), Some((Role::Current, 1)));
    assert_eq!(device.open("it"), None);
    assert_eq!(device.languages(), ["fr"]);
}

#[test]
fn a_first_install_without_the_phrasebook_opens_and_fetches_it_at_the_next_start() {
    let (mut device, whole) = (Device::default(), offer(1, FIRST));
    let mut torn = whole.clone();
    torn.parts.insert("phrases=yes".to_owned(), b"ye".to_vec());
    device.install(&torn, "fr").unwrap();
    assert_eq!(device.open("fr"), Some((Role::Current, 1)));
    assert!(!device.parts.contains_key("phrases=yes"));
    assert_eq!(device.status(&whole, METERED), UpdateStatus::UpToDate);
    assert_eq!(device.log, ["fetch phrases=yes"]);
}

#[test]
fn what_cannot_be_verified_or_read_is_not_installed() {
    let check = |server: &Offer, language: &str, expected: &Failure| {
        let mut device = Device::default();
        assert_eq!(device.install(server, language).as_ref(), Err(expected));
        assert!(device.manifests.is_empty() && device.parts.is_empty());
    };
    let whole = offer(1, FIRST);
    let missing = ManifestError::Missing(PartKind::Language("ar".to_owned()));
    check(&whole, "ar", &Failure::Refused(missing));
    check(
        &Offer { sent: b"<html>".to_vec(), ..whole.clone() },
        "fr",
        &ManifestError::NotAManifest.into(),
    );
    let stranger = SecretKey::from_bytes(&[8; 32]);
    check(&offer_by(&stranger, SCHEMA, 1, FIRST), "fr", &ManifestError::Signature.into());
    check(&offer_by(&publisher(), 4, 1, FIRST), "fr", &ManifestError::Schema(4).into());
    check(&offer(1, "core=?? fr=mots"), "fr", &Failure::Unreadable);
    let mut torn = whole.clone();
    torn.parts.insert("core=law".to_owned(), b"la".to_vec());
    check(&torn, "fr", &ManifestError::Part("core=law".to_owned()).into());
    torn.parts.clear();
    check(&torn, "fr", &Failure::NoAnswer);
}

#[test]
fn the_other_languages_follow_when_the_page_has_settled() {
    let (mut device, server) = (Device::default(), offer(1, FIRST));
    device.install(&server, "fr").unwrap();
    assert_eq!(device.status(&server, FREE), UpdateStatus::UpToDate);
    assert_eq!(device.log, ["pause", "fetch it=parole", "pause", "fetch en=words"]);
    assert_eq!(device.languages(), ["en", "fr", "it"]);
    assert_eq!(device.status(&server, FREE), UpdateStatus::UpToDate);
    assert_eq!(device.log, [""; 0], "nothing is lacking any more");
}

#[test]
fn a_metered_connection_fetches_nothing_that_is_not_read() {
    let (mut device, server) = (Device::default(), offer(1, FIRST));
    device.install(&server, "fr").unwrap();
    assert_eq!(device.status(&server, METERED), UpdateStatus::UpToDate);
    assert_eq!(device.log, [""; 0]);
    let mut device = self::device();
    assert_eq!(device.status(&offer(2, SECOND), METERED), installed());
    assert_eq!(device.log, ["fetch core=law2", "write"]);
    // Words that did not change come along, since they have the same name.
    assert_eq!(device.languages(), ["en", "fr"]);
    assert_eq!(device.open("it"), Some((Role::Previous, 1)), "the pack before still speaks it");
}

#[test]
fn a_renewal_fetches_only_what_changed_and_keeps_the_pack_before() {
    let mut device = device();
    assert_eq!(device.status(&offer(2, SECOND), FREE), installed());
    assert_eq!(device.log, ["fetch core=law2", "fetch it=parole2", "write"]);
    assert_eq!(device.open("fr"), Some((Role::Current, 2)));
    assert_eq!(device.languages(), ["en", "fr", "it"]);
    assert!(device.parts.contains_key("core=law"), "what the pack before needs stays");
    assert_eq!(device.status(&offer(3, "core=law3 fr=mots3"), FREE), installed());
    assert_eq!(device.open("fr"), Some((Role::Current, 3)));
    assert!(!device.parts.contains_key("core=law"), "what no pack needs goes");
    assert!(device.parts.contains_key("core=law2"));
}

#[test]
fn a_language_that_does_not_come_leaves_the_renewal_to_the_next_start() {
    let (mut device, whole) = (device(), offer(2, SECOND));
    let mut torn = whole.clone();
    torn.parts.remove("it=parole2");
    assert_eq!(device.status(&torn, FREE), installed());
    assert_eq!(device.languages(), ["en", "fr"]);
    assert_eq!(device.status(&whole, FREE), UpdateStatus::UpToDate);
    assert_eq!(device.log, ["pause", "fetch it=parole2"]);
}

#[test]
fn what_is_older_foreign_or_of_another_schema_changes_nothing() {
    let check = |server: &Offer, expected: UpdateStatus| {
        let mut device = device();
        assert_eq!(device.status(server, FREE), expected);
        check_unchanged(&device);
    };
    check(&offer(0, SECOND), UpdateStatus::Older);
    check(&offer_by(&publisher(), SCHEMA + 1, 2, SECOND), UpdateStatus::OtherApp);
    check(&offer_by(&SecretKey::from_bytes(&[8; 32]), SCHEMA, 2, SECOND), UpdateStatus::Refused);
    check(&offer(2, "core=??new fr=mots"), UpdateStatus::OtherApp);
    check(&offer(2, "core=law2 it=parole"), UpdateStatus::Refused);
    let mut torn = offer(2, SECOND);
    torn.parts.insert("core=law2".to_owned(), b"law?".to_vec());
    check(&torn, UpdateStatus::Refused);
    torn.parts.remove("core=law2");
    check(&torn, UpdateStatus::NoNetwork);
}

/// The same sequence with another content: a publisher who forgot to count. The newer file is taken, as before.
#[test]
fn another_pack_of_the_same_sequence_is_taken() {
    let mut device = device();
    assert_eq!(device.status(&offer(1, SECOND), FREE), installed());
    assert_eq!(device.log, ["fetch core=law2", "fetch it=parole2", "write"]);
}

#[test]
fn a_pack_for_which_there_is_no_room_changes_nothing() {
    let mut device = device();
    device.is_full = true;
    assert_eq!(device.status(&offer(2, SECOND), FREE), UpdateStatus::NoRoom);
    check_unchanged(&device);
}

#[test]
fn a_first_install_without_room_is_read_all_the_same() {
    let mut device = Device { is_full: true, ..Device::default() };
    device.install(&offer(1, FIRST), "fr").unwrap();
    assert_eq!(device.log.last().unwrap(), "no room");
    assert!(device.manifests.is_empty() && device.parts.is_empty());
}

#[test]
fn a_torn_pack_opens_as_the_one_before_and_is_mended_at_that_start() {
    let (mut device, server) = (device(), offer(2, SECOND));
    device.renew(&server, FREE).unwrap();
    device.parts.insert("core=law2".to_owned(), b"la".to_vec());
    assert_eq!(device.open("fr"), Some((Role::Previous, 1)), "torn");
    device.parts.remove("core=law2");
    assert_eq!(device.open("fr"), Some((Role::Previous, 1)), "gone");
    assert_eq!(device.status(&server, FREE), installed());
    assert_eq!(device.log, ["fetch core=law2", "write"]);
    assert_eq!(device.open("fr"), Some((Role::Current, 2)));
    let previous = device.kept().previous.unwrap().manifest.sequence;
    assert_eq!(previous, 1, "the torn pack took no place of the whole one");
}

#[test]
fn a_manifest_that_this_app_cannot_read_makes_way_and_the_readable_one_stays() {
    let (mut device, server) = (device(), offer(2, SECOND));
    device.renew(&server, FREE).unwrap();
    device.manifests.insert("current", offer_by(&publisher(), SCHEMA + 1, 3, SECOND).sent);
    assert_eq!(device.open("fr"), Some((Role::Previous, 1)));
    device.install(&server, "fr").unwrap();
    assert_eq!(device.open("fr"), Some((Role::Current, 2)));
    assert_eq!(device.kept().previous.unwrap().manifest.sequence, 1);
}

#[test]
fn installing_the_same_pack_again_keeps_the_one_before() {
    let (mut device, server) = (device(), offer(2, SECOND));
    device.renew(&server, FREE).unwrap();
    device.install(&server, "it").unwrap();
    assert_eq!(device.kept().previous.unwrap().manifest.sequence, 1);
    assert!(device.parts.contains_key("core=law"));
}

#[test]
fn a_reader_without_a_pack_is_told_what_to_do_next() {
    let kept = StorageState::Kept(BTreeSet::from(["fr".to_owned()]));
    let none = StorageState::Kept(BTreeSet::new());
    let reason = |failure: Failure, storage: &StorageState| MissingReason::new(failure, storage);
    let languages = MissingReason::LanguageNotKept(vec!["fr".to_owned()]);
    assert_eq!(reason(Failure::NoAnswer, &kept), languages);
    assert_eq!(reason(Failure::Storage(StorageFailure::Failed), &kept), languages);
    for storage in [&none, &StorageState::Unknown, &StorageState::Refused] {
        assert_eq!(reason(Failure::NoAnswer, storage), MissingReason::NoNetwork);
    }
    assert_eq!(reason(Failure::WrongAnswer, &kept), MissingReason::WrongAnswer);
    assert_eq!(reason(ManifestError::NotAManifest.into(), &kept), MissingReason::WrongAnswer);
    let refused = MissingReason::Refused(ManifestError::Signature);
    assert_eq!(reason(ManifestError::Signature.into(), &kept), refused);
    assert_eq!(reason(Failure::Unreadable, &kept), MissingReason::Unreadable);
}

#[test]
fn a_write_that_found_no_room_is_told_from_a_storage_that_refuses() {
    let after = |written, left| StorageState::after_writing(written, 100, left);
    let languages = BTreeSet::from(["fr".to_owned()]);
    assert_eq!(after(Ok(languages.clone()), Some(0)), StorageState::Kept(languages));
    assert_eq!(after(Err(StorageFailure::Full), None), StorageState::Full);
    assert_eq!(after(Err(StorageFailure::Failed), Some(99)), StorageState::Full);
    assert_eq!(after(Err(StorageFailure::Refused), Some(99)), StorageState::Full);
    assert_eq!(after(Err(StorageFailure::Failed), Some(100)), StorageState::Refused);
    assert_eq!(after(Err(StorageFailure::Refused), None), StorageState::Refused);
    for storage in [StorageState::Refused, StorageState::Full, StorageState::Unknown] {
        assert!(!storage.can_renew());
    }
    assert!(StorageState::Kept(BTreeSet::new()).can_renew());
}

#[test]
fn the_index_follows_the_words_and_stops_nothing_where_it_does_not_come() {
    let parts = "core=law fr=mots it=parole search-fr=index search-it=indice phrases=yes";
    let (mut device, server) = (Device::default(), offer(1, parts));
    device.install(&server, "fr").unwrap();
    let expected =
        ["fetch core=law", "fetch fr=mots", "fetch search-fr=index", "fetch phrases=yes", "write"];
    assert_eq!(device.log, expected);
    assert_eq!(device.status(&server, FREE), UpdateStatus::UpToDate);
    assert_eq!(
        device.log,
        ["pause", "fetch search-it=indice", "fetch it=parole"],
        "kept words are kept with their index"
    );

    let mut torn = offer(1, parts);
    torn.parts.remove("search-fr=index");
    let mut device = Device::default();
    device.install(&torn, "fr").unwrap();
    assert_eq!(device.open("fr"), Some((Role::Current, 1)));
    assert_eq!(device.status(&server, METERED), UpdateStatus::UpToDate);
    assert_eq!(device.log, ["fetch search-fr=index"], "it is asked for at the next look");
}
