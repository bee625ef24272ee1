//! `/reports/new`: bringing a video or a comment to the moderators' notice.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::app::{Action, App};
use crate::db::ids::Uuid;
use crate::db::types::ReportReason;
use crate::error::{Error, Invalid, Result};
use crate::http::flash::{Done, Flash};
use crate::http::form::{Form, Query, as_typed};
use crate::http::render;
use crate::http::viewer::{SignedIn, Viewer};
use crate::models::report::{Report, ReportDetails, ReportSubject, Reportable};
use crate::models::video::VideoRef;
use crate::paths;
use crate::text::{markdown, plain};
use crate::views::report::NewPage;
use crate::views::{ChoiceView, FormView, Layout};

const QUOTED_CHARACTERS: usize = 200;

#[derive(Debug, Default, Deserialize)]
pub struct SubjectQuery {
    video: Option<String>,
    comment: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct ReportForm {
    video: Option<String>,
    comment: Option<String>,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    text: String,
}

/// `GET /reports/new?video=` or `?comment=`
pub async fn new(
    app: App,
    reporter: SignedIn,
    layout: Layout,
    Query(query): Query<SubjectQuery>,
) -> Result<HttpResponse> {
    let subject = subject(query.video.as_deref(), query.comment.as_deref())?;
    let viewer = Viewer::SignedIn(reporter);
    let found = app.db.read(move |conn| Ok(subject.find(conn, &viewer)?)).await?;
    render::private(&page(layout, &found, FormView::default()))
}

/// `POST /reports/new`. The answer holds nothing of what was reported.
pub async fn create(
    app: App,
    reporter: SignedIn,
    layout: Layout,
    flash: Flash,
    Form(form): Form<ReportForm>,
) -> Result<HttpResponse> {
    let subject = subject(form.video.as_deref(), form.comment.as_deref())?;
    app.limit(Action::Report, &reporter.id.to_string())?;
    match ReportDetails::parse(&form.reason, &form.text) {
        Ok(details) => {
            let now = app.now();
            let reported =
                app.db.write(move |conn| Report::create(conn, &reporter, subject, &details, now)).await?;
            flash.redirect(back(&reported), Done::Reported)
        }
        Err(invalid) => {
            let viewer = Viewer::SignedIn(reporter);
            let found = app.db.read(move |conn| Ok(subject.find(conn, &viewer)?)).await?;
            render::refused(&page(layout, &found, typed(&form, invalid)))
        }
    }
}

fn subject(video: Option<&str>, comment: Option<&str>) -> Result<ReportSubject> {
    let named = match (video, comment) {
        (Some(video), None) => VideoRef::parse(video).map(ReportSubject::Video),
        (None, Some(comment)) => Uuid::parse(comment).map(ReportSubject::Comment),
        _ => None,
    };
    named.ok_or(Error::NotFound)
}

fn typed(form: &ReportForm, invalid: Invalid) -> FormView {
    as_typed([("reason", &form.reason), ("text", &form.text)], invalid)
}

fn page(layout: Layout, subject: &Reportable, form: FormView) -> NewPage {
    let (subject_kind, subject_id, subject_text) = match subject {
        Reportable::Video(video) => ("video", paths::videos::short(&video.uuid), video.title.clone()),
        Reportable::Comment(comment, _) => {
            let words = plain::excerpt(&markdown::to_plain(&comment.body), QUOTED_CHARACTERS);
            ("comment", comment.uuid.to_string(), words)
        }
    };
    NewPage {
        layout,
        form,
        subject_kind,
        subject_id,
        subject_text,
        back_url: back(subject),
        reasons: reasons(),
    }
}

fn back(subject: &Reportable) -> String {
    match subject {
        Reportable::Video(video) => paths::videos::watch(&video.uuid),
        Reportable::Comment(comment, video) => {
            let thread = paths::comments::thread(&video.uuid, &comment.uuid);
            format!("{thread}{}", paths::comments::anchor(&comment.uuid))
        }
    }
}

fn reasons() -> Vec<ChoiceView> {
    let choice = |reason: &ReportReason| {
        let (label, hint) = match reason {
            ReportReason::Spam => ("Spam", "Advertising, repetition, a trap."),
            ReportReason::Abuse => ("Abuse", "Hate, harassment, threats."),
            ReportReason::Illegal => ("Illegal", "Against the law where this site is run."),
            ReportReason::Rights => ("Somebody else's work", "Taken without the right to publish it."),
            ReportReason::Other => ("Something else", "Please say what below."),
        };
        ChoiceView { value: reason.as_str().to_owned(), label: label.to_owned(), hint: hint.to_owned() }
    };
    ReportReason::ALL.iter().map(choice).collect()
}
