//! The content pack on this device: read, installed, renewed. Nothing of a pack is shown before
//! its signature and digests were checked, and a readable pack always stays.

mod arrival;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use migraction_pack::manifest::{Manifest, PartKind, PublicKey, Refusal};
use migraction_pack::{CorePart, LanguagePart, PhrasesPart};

use self::arrival::{add_part, check, fetch_manifest, fetch_part};
use crate::browser::database::{self, CURRENT, Change, PREVIOUS, StorageError};
use crate::browser::net::{self, NetError};
use crate::browser::{breathe, log, page, sleep, spawn};

/// How long each other language waits for its turn.
const SETTLE_MILLISECONDS: i32 = 1500;

/// A pack as pages read it, in one language.
#[derive(Debug)]
pub struct Pack {
    /// Its signed list.
    pub manifest: Manifest,
    /// Facts, rules and structure.
    pub core: Arc<CorePart>,
    /// Words and search index of the language.
    pub words: LanguagePart,
}

/// Why there is no pack to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackTrouble {
    /// Nothing is kept here yet and the server does not answer.
    NoNetwork,
    /// This language is not kept here and the server does not answer; these are kept.
    LanguageNotKept(Vec<String>),
    /// The server answers something else.
    ServerAnswer,
    /// What came is not what was published.
    Refused(Refusal),
    /// What came was signed but cannot be read by this app.
    Unreadable,
}

/// The pack for pages.
#[derive(Clone, Debug)]
pub enum PackState {
    /// Reading what is kept.
    Reading,
    /// Bytes received so far, and in all.
    Installing {
        /// Received.
        got: u64,
        /// In all.
        of: u64,
    },
    /// There it is.
    Ready(Arc<Pack>),
    /// There is none.
    Missing(PackTrouble),
}

/// How the pack is kept on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Not known yet.
    Unknown,
    /// Kept: it opens with no network, in these languages.
    Kept(BTreeSet<String>),
    /// The browser refuses storage: readable now, gone when the page closes.
    Refused,
    /// There is no room: readable now, gone when the page closes.
    Full,
}

/// What became of the last look for a newer pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// Nothing newer.
    UpToDate,
    /// A newer one is installed; it opens at the next start.
    Installed(chrono::NaiveDate),
    /// No answer.
    NoNetwork,
    /// What is offered is older than the pack in use, which stays.
    Older,
    /// What is offered is for another version of the app; the pack in use stays.
    OtherApp,
    /// What came was refused; the pack in use stays.
    Refused,
    /// There was no room for it; the pack in use stays.
    NoRoom,
}

impl From<Trouble> for Renewal {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Net(_) => Self::NoNetwork,
            Trouble::Refused(Refusal::Older { .. }) => Self::Older,
            Trouble::Refused(Refusal::Schema(_)) | Trouble::Unreadable => Self::OtherApp,
            Trouble::Refused(_) => Self::Refused,
            Trouble::Storage(_) => Self::NoRoom,
        }
    }
}

/// The pack and how it is kept.
#[derive(Clone, Copy, Debug)]
pub struct PackStore {
    /// The pack for pages.
    pub state: RwSignal<PackState>,
    /// How it is kept.
    pub keeping: RwSignal<Keeping>,
    /// The last look for a newer one.
    pub renewal: RwSignal<Option<Renewal>>,
    /// Counts requests for a language, so that an old answer cannot overwrite a newer one.
    turn: StoredValue<u32>,
}

/// The pack of this app.
#[must_use]
pub fn use_pack() -> PackStore {
    expect_context()
}

enum Trouble {
    Net(NetError),
    Refused(Refusal),
    Unreadable,
    Storage(StorageError),
}

impl From<NetError> for Trouble {
    fn from(error: NetError) -> Self {
        Self::Net(error)
    }
}
impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
impl From<StorageError> for Trouble {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

fn public_key() -> Result<PublicKey, Refusal> {
    PublicKey::from_hex(env!("MIGRACTION_PACK_KEY")).ok_or(Refusal::NoKey)
}

pub(super) fn kind_of(language: &str) -> PartKind {
    PartKind::Language(language.to_owned())
}

impl PackStore {
    /// An empty store; [`PackStore::open`] fills it.
    #[must_use]
    pub fn start() -> Self {
        Self {
            state: RwSignal::new(PackState::Reading),
            keeping: RwSignal::new(Keeping::Unknown),
            renewal: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Opens the pack in a language: what is kept, else what the server has.
    pub fn open(self, language: &'static str) {
        if let PackState::Ready(pack) = &*self.state.read_untracked()
            && pack.words.language == *language
        {
            return;
        }
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        let fresh = !matches!(&*self.state.read_untracked(), PackState::Ready(_));
        if fresh {
            self.state.set(PackState::Reading);
        }
        spawn(async move {
            let opened = self.read_or_install(language, turn).await;
            if self.turn.get_value() != turn {
                return;
            }
            match opened {
                Ok(pack) => self.state.set(PackState::Ready(Arc::new(pack))),
                Err(trouble) => {
                    let trouble = self.explain(trouble).await;
                    self.state.set(PackState::Missing(trouble));
                }
            }
            self.renew(language).await;
        });
    }

    async fn explain(self, trouble: Trouble) -> PackTrouble {
        if let Trouble::Storage(error) = &trouble {
            log(&format!("storage: {error}"));
        }
        match trouble {
            Trouble::Net(NetError::Status(_)) => PackTrouble::ServerAnswer,
            Trouble::Net(NetError::Unreachable | NetError::Torn) | Trouble::Storage(_) => {
                match &*self.keeping.read_untracked() {
                    Keeping::Kept(languages) if !languages.is_empty() => {
                        PackTrouble::LanguageNotKept(languages.iter().cloned().collect())
                    }
                    _ => PackTrouble::NoNetwork,
                }
            }
            Trouble::Refused(Refusal::NotAManifest) => PackTrouble::ServerAnswer,
            Trouble::Refused(refusal) => PackTrouble::Refused(refusal),
            Trouble::Unreadable => PackTrouble::Unreadable,
        }
    }

    async fn read_or_install(self, language: &str, turn: u32) -> Result<Pack, Trouble> {
        match self.read_kept(language).await {
            Ok(Some(pack)) => return Ok(pack),
            Ok(None) => {}
            Err(StorageError::Refused(why)) => {
                log(&format!("storage refused: {why}"));
                self.keeping.set(Keeping::Refused);
            }
            Err(error) => log(&format!("reading the pack: {error}")),
        }
        self.install(language, turn).await
    }

    /// The pack kept on this device, current or previous, if one is whole.
    async fn read_kept(self, language: &str) -> Result<Option<Pack>, StorageError> {
        let kept: BTreeSet<String> = database::part_names().await?.into_iter().collect();
        for role in [CURRENT, PREVIOUS] {
            let Some(sent) = database::load_manifest(role).await? else { continue };
            let opened = public_key().and_then(|key| Manifest::open(sent.as_bytes(), &key));
            let manifest = match opened {
                Ok(manifest) => manifest,
                Err(refusal) => {
                    log(&format!("the {role} pack: {refusal}"));
                    continue;
                }
            };
            let has =
                |kind: &PartKind| manifest.part(kind).is_ok_and(|part| kept.contains(&part.name));
            let languages =
                manifest.languages().filter(|id| has(&kind_of(id))).map(str::to_owned).collect();
            self.keeping.set(Keeping::Kept(languages));
            if !has(&PartKind::Core) || !has(&kind_of(language)) {
                continue;
            }
            let core = self.load_part(&manifest, &PartKind::Core).await?;
            let words = self.load_part(&manifest, &kind_of(language)).await?;
            if let (Some(core), Some(words)) = (core, words) {
                match assemble(manifest, &core, &words).await {
                    Ok(pack) => return Ok(Some(pack)),
                    Err(_) => log(&format!("the {role} pack cannot be read")),
                }
            }
        }
        Ok(None)
    }

    pub(super) async fn load_part(
        self,
        manifest: &Manifest,
        kind: &PartKind,
    ) -> Result<Option<Vec<u8>>, StorageError> {
        let Ok(part) = manifest.part(kind) else { return Ok(None) };
        let Some(bytes) = database::load_part(&part.name).await? else { return Ok(None) };
        match check(part, &bytes).await {
            Ok(()) => Ok(Some(bytes)),
            Err(refusal) => {
                log(&format!("{refusal}"));
                Ok(None)
            }
        }
    }

    /// Fetches a pack in a language, checks it and keeps it.
    async fn install(self, language: &str, turn: u32) -> Result<Pack, Trouble> {
        let (sent, manifest) = fetch_manifest().await?;
        let wanted = [manifest.part(&PartKind::Core)?, manifest.part(&kind_of(language))?];
        let of: u64 = wanted.iter().map(|part| part.bytes).sum();
        let mut parts = Vec::new();
        let mut before = 0;
        for part in wanted {
            let bytes = fetch_part(part, |got| {
                if self.turn.get_value() == turn
                    && !matches!(&*self.state.read_untracked(), PackState::Ready(_))
                {
                    self.state.set(PackState::Installing { got: before + got, of });
                }
            })
            .await?;
            before += part.bytes;
            parts.push((part.name.clone(), bytes));
        }
        let [(_, core), (_, words)] = parts.as_slice() else { return Err(Trouble::Unreadable) };
        let pack = assemble(manifest, core, words).await.map_err(|_| Trouble::Unreadable)?;
        add_part(&pack.manifest, &PartKind::Phrases, &mut parts).await;
        self.keep(&pack.manifest, sent, parts).await;
        Ok(pack)
    }

    /// Writes a pack in one transaction; the one in use becomes the previous one.
    async fn keep(self, manifest: &Manifest, sent: String, parts: Vec<(String, Vec<u8>)>) {
        let needed: u64 = parts.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        let keeping = match self.commit(manifest, sent, parts).await {
            Ok(languages) => Keeping::Kept(languages),
            Err(StorageError::Full) => Keeping::Full,
            // A transaction that found no room may only say that it was aborted, and a storage that found none for
            // itself that it does not open.
            Err(_) if page::storage_left().await.is_some_and(|left| left < needed) => Keeping::Full,
            Err(error) => {
                log(&format!("keeping the pack: {error}"));
                Keeping::Refused
            }
        };
        self.keeping.set(keeping);
    }

    async fn commit(
        self,
        manifest: &Manifest,
        sent: String,
        parts: Vec<(String, Vec<u8>)>,
    ) -> Result<BTreeSet<String>, StorageError> {
        let mut names: BTreeSet<String> = database::part_names().await?.into_iter().collect();
        let mut change = Change { parts, ..Change::default() };
        let mut needed: BTreeSet<String> =
            manifest.all_parts().map(|part| part.name.clone()).collect();
        // The one in use becomes the previous one; where it is the same, or unreadable, the previous one stays.
        let before = database::load_manifest(CURRENT).await?.filter(|before| *before != sent);
        let mut previous = before.as_deref().and_then(opened);
        if previous.is_some() {
            change.manifests.extend(before.map(|before| (PREVIOUS, before)));
        } else {
            let kept = database::load_manifest(PREVIOUS).await?;
            previous = kept.as_deref().and_then(opened);
        }
        if let Some(previous) = &previous {
            needed.extend(previous.all_parts().map(|part| part.name.clone()));
        }
        change.manifests.push((CURRENT, sent));
        change.drop_parts = names.difference(&needed).cloned().collect();
        database::commit(&change).await?;
        names.extend(change.parts.iter().map(|(name, _)| name.clone()));
        let has =
            |id: &&str| manifest.part(&kind_of(id)).is_ok_and(|part| names.contains(&part.name));
        Ok(manifest.languages().filter(has).map(str::to_owned).collect())
    }

    /// Looks for a newer pack and for languages not kept yet; what is shown stays as it is.
    async fn renew(self, language: &str) {
        let PackState::Ready(pack) = self.state.get_untracked() else { return };
        if !matches!(&*self.keeping.read_untracked(), Keeping::Kept(_)) {
            return;
        }
        let renewal = self.fetch_newer(&pack, language).await.unwrap_or_else(|trouble| {
            if let Trouble::Refused(refusal) = &trouble {
                log(&format!("a newer pack was refused: {refusal}"));
            }
            trouble.into()
        });
        let reachable = renewal == Renewal::UpToDate;
        self.renewal.set(Some(renewal));
        if reachable {
            // Small, and no page may lack it without a network: kept now if it could not be at first.
            let _ = self.phrases().await;
        }
        if reachable && !net::is_metered() {
            for other in pack.manifest.languages() {
                // The reader comes first: the other languages wait until the page has settled.
                sleep(SETTLE_MILLISECONDS).await;
                self.keep_language(other).await;
            }
        }
    }

    async fn fetch_newer(self, pack: &Pack, language: &str) -> Result<Renewal, Trouble> {
        let (sent, manifest) = fetch_manifest().await?;
        manifest.check_newer_than(pack.manifest.sequence)?;
        if manifest == pack.manifest {
            return Ok(Renewal::UpToDate);
        }
        let mut parts = Vec::new();
        for part in [manifest.part(&PartKind::Core)?, manifest.part(&kind_of(language))?] {
            let bytes = match self.load_part(&manifest, &part.kind).await? {
                Some(bytes) => bytes,
                None => fetch_part(part, |_| {}).await?,
            };
            parts.push((part.name.clone(), bytes));
        }
        let [(_, core), (_, words)] = parts.as_slice() else { return Err(Trouble::Unreadable) };
        assemble(manifest.clone(), core, words).await.map_err(|_| Trouble::Unreadable)?;
        add_part(&manifest, &PartKind::Phrases, &mut parts).await;
        // Languages that were kept stay so: without them, one would fall back to the previous pack.
        if !net::is_metered() {
            for other in manifest.languages().filter(|other| *other != language) {
                add_part(&manifest, &kind_of(other), &mut parts).await;
            }
        }
        let edition = manifest.edition;
        let languages = self.commit(&manifest, sent, parts).await?;
        self.keeping.set(Keeping::Kept(languages));
        Ok(Renewal::Installed(edition))
    }

    /// The pack in use in another language, if that is kept here; the interface's words come with it.
    pub async fn in_language(self, language: &str) -> Option<Arc<Pack>> {
        let PackState::Ready(pack) = self.state.get_untracked() else { return None };
        super::language::words_in(language).await?;
        let bytes = self.load_part(&pack.manifest, &kind_of(language)).await.ok()??;
        let words = LanguagePart::from_bytes(&bytes).ok()?;
        let (manifest, core) = (pack.manifest.clone(), pack.core.clone());
        Some(Arc::new(Pack { manifest, core, words }))
    }

    /// The phrasebook of the pack in use: as it is kept, else fetched and kept.
    pub async fn phrases(self) -> Option<PhrasesPart> {
        let PackState::Ready(pack) = self.state.get_untracked() else { return None };
        let kept = self.load_part(&pack.manifest, &PartKind::Phrases).await.ok().flatten();
        let bytes = match kept {
            Some(bytes) => bytes,
            None => {
                let part = pack.manifest.part(&PartKind::Phrases).ok()?;
                let bytes = fetch_part(part, |_| {}).await.ok()?;
                let parts = vec![(part.name.clone(), bytes.clone())];
                // Where nothing can be kept it is read all the same.
                let _ = database::commit(&Change { parts, ..Change::default() }).await;
                bytes
            }
        };
        PhrasesPart::from_bytes(&bytes).ok()
    }

    /// Keeps one more language of the pack in use.
    pub async fn keep_language(self, language: &str) {
        let PackState::Ready(pack) = self.state.get_untracked() else { return };
        if let Keeping::Kept(languages) = &*self.keeping.read_untracked()
            && languages.contains(language)
        {
            return;
        }
        let kept = async {
            let part = pack.manifest.part(&kind_of(language))?;
            let bytes = fetch_part(part, |_| {}).await?;
            let change = Change { parts: vec![(part.name.clone(), bytes)], ..Change::default() };
            database::commit(&change).await?;
            Ok::<_, Trouble>(())
        }
        .await;
        if kept.is_ok() {
            self.keeping.update(|keeping| {
                if let Keeping::Kept(languages) = keeping {
                    languages.insert(language.to_owned());
                }
            });
        }
    }
}

/// A manifest as it is kept, if this app reads it.
pub(super) fn opened(sent: &str) -> Option<Manifest> {
    Manifest::open(sent.as_bytes(), &public_key().ok()?).ok()
}

/// Reads a pack, piece by piece: on a cheap phone each takes as long as a finger notices.
pub(super) async fn assemble(
    manifest: Manifest,
    core: &[u8],
    words: &[u8],
) -> Result<Pack, migraction_pack::ReadError> {
    breathe().await;
    let core = Arc::new(CorePart::from_bytes(core)?);
    breathe().await;
    let words = LanguagePart::from_bytes(words)?;
    Ok(Pack { manifest, core, words })
}
