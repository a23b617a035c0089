//! What is kept on this device, which versions, and how to install the app.

use leptos::prelude::*;
use leptos::task::spawn_local;
use migraction_core::format::DateForm;
use migraction_core::route::Route;

use crate::components::frame::LanguageLinks;
use crate::components::icon::{Glyph, Icon};
use crate::components::kit::{dynamic, nothing, para};
use crate::components::readiness::ReadinessLine;
use crate::components::{Back, Frame, Notice, Tone, with_pack};
use crate::pages::search::document_row;
use crate::state::install::Hint;
use crate::state::news::News;
use crate::state::offline::Readiness;
use crate::state::pack::{StorageState, UpdateStatus};
use crate::state::{Reader, install, use_offline, use_pack, use_session};
use crate::words::language_of;
use crate::words::offline as words;

/// The page.
#[component]
pub fn OfflinePage() -> impl IntoView {
    let session = use_session();
    let store = use_pack();
    let offline = use_offline();
    let is_kept =
        move || !matches!(store.storage.get(), StorageState::Refused | StorageState::Full);
    view! {
        <Frame title=Signal::derive(move || session.w().offline.title.to_owned()) back=Back::to(Route::Settings)>
            <h1>{move || session.w().offline.title}</h1>
            <ReadinessLine/>
            <StorageNotice/>
            {move || is_kept().then(|| with_pack(|reader| kept(&reader)))}
            <section class="stack stack--s">
                <h2>{move || session.w().offline.app}</h2>
                <p class="small quiet">
                    {move || offline.version.get().map(|version| session.w().offline.version(version))}
                </p>
                <button class="btn btn--plain" on:click=move |_| offline.look_for_update()>
                    {move || session.w().offline.look_for_update}
                </button>
            </section>
            <InstallSteps/>
            <LanguageLinks/>
        </Frame>
    }
}

/// Says so where nothing can be kept.
#[component]
pub fn StorageNotice() -> impl IntoView {
    let session = use_session();
    let (store, offline) = (use_pack(), use_offline());
    move || {
        let w = &session.w().offline;
        let (key, title, text) = match store.storage.get() {
            StorageState::Refused => ("storage-refused", w.refused_title, w.refused_text),
            StorageState::Full => ("storage-full", w.full_title, w.full_text),
            _ => return ().into_any(),
        };
        view! {
            <Notice tone=Tone::Deadline key title>
                <p>{text}</p>
                <div class="notice__do">
                    <button class="btn btn--plain" on:click=move |_| offline.start_again()>{session.w().pack.retry}</button>
                </div>
            </Notice>
        }
        .into_any()
    }
}

fn kept(reader: &Reader) -> AnyView {
    let store = use_pack();
    let session = reader.session;
    let w = &reader.w.offline;
    let StorageState::Kept(languages) = store.storage.get() else { return ().into_any() };
    let rows: Vec<_> = reader
        .pack
        .manifest
        .languages()
        .filter_map(language_of)
        .map(|language| {
            let is_kept = languages.contains(language.id);
            let state = if is_kept {
                view! { <span class="tag is-now"><Glyph icon=Icon::Check tiny=true/>{w.kept}</span> }.into_any()
            } else {
                view! {
                    <button class="btn btn--plain" on:click=move |_| spawn_local(store.keep_language(language.id))>{w.keep}</button>
                }
                .into_any()
            };
            view! { <li class="row row--plain"><span class="line line--between"><span lang=language.id class="row__title">{language.name}</span>{state}</span></li> }
        })
        .collect();
    let renewal = store.update.get().map(|renewal| {
        let (name, words) = match renewal {
            UpdateStatus::UpToDate => ("up-to-date", w.up_to_date.to_owned()),
            UpdateStatus::Installed(edition) => {
                ("installed", w.newer_installed(reader.date(edition, DateForm::Long)))
            }
            UpdateStatus::NoNetwork => ("no-network", w.no_network.to_owned()),
            UpdateStatus::Older => ("older", w.newer_older.to_owned()),
            UpdateStatus::OtherApp => ("other-app", w.newer_app.to_owned()),
            UpdateStatus::Refused => ("refused", w.newer_refused.to_owned()),
            UpdateStatus::NoRoom => ("no-room", w.newer_room.to_owned()),
        };
        view! { <span data-renewal=name>{words}</span> }
    });
    let manifest = &reader.pack.manifest;
    let edition = w.edition(reader.date(manifest.edition, DateForm::Long));
    let development = manifest.development.then_some(w.development);
    let digest: String =
        manifest.all_parts().filter_map(|part| part.sha256.get(..8)).collect::<Vec<_>>().join(" ");
    let used = RwSignal::new(None::<u64>);
    let offline = use_offline();
    spawn_local(async move { used.set(offline.storage_used().await) });
    let space =
        move || used.get().map(|bytes| session.w().offline.space(bytes.div_ceil(1024 * 1024)));
    view! {
        <section class="stack stack--s">
            <h2>{w.guide}</h2>
            <p>{edition} " " {renewal}</p>
            {development.map(|words| view! { <p class="small"><strong>{words}</strong></p> })}
            <ul class="rows">{rows}</ul>
            {news(reader)}
            <p class="small quiet">{w.digest(words::Digest { digest: &digest, sequence: &manifest.sequence })} " " {space}</p>
        </section>
    }
    .into_any()
}

/// How many changes are listed.
const LISTED: usize = 30;

/// What the newest guide changes, once it was compared with the one before.
fn news(reader: &Reader) -> AnyView {
    let (store, session, language) = (use_pack(), reader.session, reader.w.id);
    let found = RwSignal::new(None::<News>);
    spawn_local(async move {
        found.try_set(store.news(language).await);
    });
    dynamic(move || {
        let Some(news) = found.get() else { return nothing() };
        let (w, since) = (session.w(), news.since);
        let reader = Reader { pack: news.pack, w, session };
        let rows: Vec<_> = news
            .changed
            .iter()
            .take(LISTED)
            .filter_map(|document| document_row(&reader, document))
            .collect();
        let count = w
            .offline
            .news(words::News { n: news.changed.len(), date: &reader.date(since, DateForm::Long) });
        let gone = (news.gone > 0).then(|| para("small quiet", w.offline.news_gone(news.gone)));
        view! {
            <details id="news" class="card">
                <summary class="why"><span>{count}</span><Glyph icon=Icon::ChevronDown small=true/></summary>
                {gone}
                <div class="rows">{rows}</div>
            </details>
        }
        .into_any()
    })
}

/// The steps of this very browser to install the app.
#[component]
fn InstallSteps() -> impl IntoView {
    let session = use_session();
    let installed = install::is_installed();
    let steps = move || install::steps(session.w());
    view! {
        <section class="stack stack--s">
            <h2>{move || session.w().install.title}</h2>
            {move || if installed {
                view! { <p>{session.w().install.done}</p> }.into_any()
            } else {
                view! {
                    <p>{steps}</p>
                    {install::offer().map(|offer| view! {
                        <button class="btn btn--main" on:click=move |_| offer()>
                            <Glyph icon=Icon::Smartphone small=true/>{session.w().install.now}
                        </button>
                    })}
                }.into_any()
            }}
        </section>
    }
}

/// A hint on the home page, once all is ready, until it is put away.
#[component]
pub fn InstallHint() -> impl IntoView {
    let session = use_session();
    let store = use_pack();
    let offline = use_offline();
    let hint = Hint::start();
    move || {
        if matches!(store.storage.get(), StorageState::Refused | StorageState::Full) {
            return view! { <StorageNotice/> }.into_any();
        }
        if hint.is_away() || offline.readiness(store) != Readiness::Ready {
            return ().into_any();
        }
        let w = &session.w().install;
        view! {
            <div class="notice notice--slim is-later" data-notice="install">
                <Glyph icon=Icon::Smartphone/>
                <div>
                    <p>{w.hint}</p>
                    <div class="notice__do">
                        <a class="btn btn--plain" href=session.href(&Route::Offline)>{w.how}</a>
                        <button class="btn btn--text" on:click=move |_| hint.put_away()>{w.not_now}</button>
                    </div>
                </div>
            </div>
        }
        .into_any()
    }
}
