//! The team: who is in it, who was asked to join, and who is kept out.

use leptos::prelude::*;
use model::id::{AgentId, Key};
use model::person::{Person, Side};
use model::team::{Access, Invitation, Member, Team};

use super::rail::{Place, desk};
use crate::islands::CopyButton;
use crate::key::{self, Form};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Field};

/// What the page shows besides the team.
#[derive(Debug, Clone)]
pub struct TeamForm {
    /// The key of the next write.
    pub key: Key,
    /// What was typed into the invitation.
    pub typed: Typed,
    /// Who reads.
    pub me: AgentId,
    /// Does mail leave this installation?
    pub is_mail_sent: bool,
    /// What there is to pass on.
    pub link: Link,
}

/// The link of an invitation, where no mail leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// None was made just now.
    None,
    /// To be copied now.
    Fresh {
        /// For whom.
        mail: String,
        /// The whole address.
        url: String,
    },
    /// It was shown before.
    Gone,
}

/// The team's page.
pub fn team(shell: &Shell<'_>, team: &Team, form: &TeamForm) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    desk(shell, Place::Team, lang.team(), "desk desk--page", "#main", || {
        let members: Vec<_> = team.members.iter().map(|member| row(shell, team, form, member)).collect();
        let invitations = (!team.invitations.is_empty()).then(|| invitations(shell, team, form));
        view! {
            <main id="main" class="sheet">
                <div class="sheet__inside stack">
                    <div><h1>{lang.team()}</h1><p class="soft">{lang.team_more()}</p></div>
                    {ui::faults(&reader, shell.fault, &["mail"])}
                    {said(shell)}
                    {link(shell, &form.link)}
                    <section class="stack stack--small">
                        <h2>{lang.team_members()}</h2>
                        <ul class="card card--list rows">{members}</ul>
                    </section>
                    {invitations}
                    {invite(shell, form)}
                </div>
            </main>
        }
        .into_any()
    })
}

/// What was done, as the address names it.
fn said(shell: &Shell<'_>) -> impl IntoView + use<> {
    let lang = shell.lang;
    let one = |id: &'static str, words: &'static str| {
        view! { <p class="saved" id=id role="status">{ui::icon(&shell.reader(), "check")}{words}</p> }
    };
    view! {
        {one("invited", lang.invite_sent())}
        {one("withdrawn", lang.invite_withdrawn())}
        {one("disabled", lang.team_was_disabled())}
        {one("enabled", lang.team_was_enabled())}
    }
}

/// The link to pass on: shown in this answer and never again.
fn link(shell: &Shell<'_>, link: &Link) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    match link {
        Link::None => ().into_any(),
        Link::Gone => view! {
            <div class="notice" role="status">{ui::icon(&reader, "info")}<p>{lang.invite_link_gone()}</p></div>
        }
        .into_any(),
        Link::Fresh { mail, url } => view! {
            <section class="notice" role="status" aria-labelledby="link-title">
                {ui::icon(&reader, "mail")}
                <h2 id="link-title">{lang.invite_link_for(mail)}</h2>
                <p>{lang.invite_link_once()}</p>
                <pre class="code" dir="ltr" tabindex="0" aria-labelledby="link-title"><code>{url.clone()}</code></pre>
                <div class="notice__do">
                    <CopyButton text=url.clone() copy=lang.copy().to_owned() copied=lang.copied().to_owned()/>
                </div>
            </section>
        }
        .into_any(),
    }
}

fn row(shell: &Shell<'_>, team: &Team, form: &TeamForm, member: &Member) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let person = Person::new(Side::Agent, member.name.clone()).with_avatar(member.avatar);
    let you = (member.id == form.me).then(|| view! { " "<span class="faint small">{lang.team_you()}</span> });
    let without = (!member.has_password).then(|| view! { <span class="member__more">{lang.team_no_password()}</span> });
    let (tone, words) = match member.access {
        Access::Active => ("solved", lang.team_active()),
        Access::Disabled => ("quiet", lang.team_disabled()),
    };
    let act = match member.access {
        Access::Active if team.is_last(member.id) => ().into_any(),
        Access::Active => view! {
            <a class="button button--small" href=format!("/desk/team/{}/access", member.id) aria-label=lang.team_disable_who(&member.name)>
                {lang.team_disable()}
            </a>
        }
        .into_any(),
        Access::Disabled => {
            let action = format!("/desk/team/{}/access", member.id);
            let hidden = view! { <input type="hidden" name="value" value=Access::Active.word()/> }.into_any();
            let key = key::of_row(form.key, member.id.0, Form::Access);
            button(action, key, lang.team_enable(), lang.team_enable_who(&member.name), hidden).into_any()
        }
    };
    view! {
        <li class="member">
            {ui::avatar(&reader, &person)}
            <span class="member__main">
                <span><strong><bdi>{member.name.clone()}</bdi></strong>{you}</span>
                <span class="member__more"><bdi>{member.mail.clone()}</bdi></span>
                {without}
            </span>
            <span class="member__do"><span class="label" data-tone=tone>{words}</span>{act}</span>
        </li>
    }
    .into_any()
}

fn invitations(shell: &Shell<'_>, team: &Team, form: &TeamForm) -> impl IntoView + use<> {
    let lang = shell.lang;
    let rows: Vec<_> = team.invitations.iter().map(|invitation| waiting(shell, form, invitation)).collect();
    view! {
        <section class="stack stack--small">
            <div><h2>{lang.invitations()}</h2><p class="soft">{lang.invitations_more()}</p></div>
            <ul class="card card--list rows">{rows}</ul>
        </section>
    }
}

fn waiting(shell: &Shell<'_>, form: &TeamForm, invitation: &Invitation) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let is_over = invitation.expires_at <= shell.now;
    let (tone, state) = if is_over { ("urgent", lang.team_expired()) } else { ("progress", lang.team_invited()) };
    let until = if is_over { lang.invitation_over() } else { lang.invitation_until() };
    let place = |act: &str| format!("/desk/team/invitations/{}/{act}", invitation.id);
    let (again, again_who) = if form.is_mail_sent {
        (lang.invite_again(), lang.invite_again_who(&invitation.mail))
    } else {
        (lang.invite_new_link(), lang.invite_new_link_who(&invitation.mail))
    };
    let key = |of| key::of_row(form.key, invitation.id.0, of);
    let withdraw_who = lang.invite_withdraw_who(&invitation.mail);
    view! {
        <li class="member">
            {ui::icon(&reader, "mail")}
            <span class="member__main">
                <strong><bdi>{invitation.mail.clone()}</bdi></strong>
                <span class="member__more">{lang.invited_by(&invitation.by)}</span>
                <span class="member__more">{until}" "{reader.day(invitation.expires_at)}</span>
            </span>
            <span class="member__do">
                <span class="label" data-tone=tone>{state}</span>
                {button(place("again"), key(Form::Again), again, again_who, ().into_any())}
                {button(place("withdrawal"), key(Form::Withdrawal), lang.invite_withdraw(), withdraw_who, ().into_any())}
            </span>
        </li>
    }
    .into_any()
}

/// A write that needs no words.
fn button(action: String, key: Key, words: &'static str, name: String, hidden: AnyView) -> impl IntoView + use<> {
    view! {
        <form method="post" novalidate=true action=action>
            {ui::key(key)}
            {hidden}
            <button class="button button--small" type="submit" aria-label=name>{words}</button>
        </form>
    }
}

fn invite(shell: &Shell<'_>, form: &TeamForm) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let mail = Field { autocomplete: "off", ..Field::mail(lang.mail_address()) };
    let (more, send) = if form.is_mail_sent {
        (view! { <p class="soft">{lang.invite_more()}</p> }.into_any(), lang.invite_send())
    } else {
        let more = view! {
            <div class="notice">{ui::icon(&reader, "info")}<p>{lang.invite_no_mail()}</p></div>
        };
        (more.into_any(), lang.invite_make_link())
    };
    view! {
        <section class="card stack">
            <h2>{lang.invite_title()}</h2>
            {more}
            <form class="stack form" method="post" novalidate=true action="/desk/team/invitations">
                {ui::key(form.key)}
                {ui::field(shell, &form.typed, mail)}
                <div><button class="button button--primary" type="submit">{send}</button></div>
            </form>
        </section>
    }
    .into_any()
}

/// Shall this one be kept out? A page of its own, so that nobody is disabled by one slip.
pub fn disable(shell: &Shell<'_>, member: &Member, is_me: bool, is_last: bool, key: Key) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    let (title, more, act) = if is_me {
        (lang.team_disable_self_title().to_owned(), lang.team_disable_self_more(), lang.team_disable_self())
    } else {
        (lang.team_disable_title(&member.name), lang.team_disable_more(), lang.team_disable())
    };
    let is_last = is_last && member.may_sign_in();
    desk(shell, Place::Team, &title.clone(), "desk desk--page", "#main", || {
        let why = model::fault::Invalid::LastAgent.into();
        let inside = if is_last {
            ui::fault(&reader, Some(why))
        } else {
            let fault = ui::fault(&reader, shell.fault);
            view! {
                {fault}
                <p>{more}</p>
                <form class="line" method="post" novalidate=true action=format!("/desk/team/{}/access", member.id)>
                    {ui::key(key)}
                    <input type="hidden" name="value" value=Access::Disabled.word()/>
                    <button class="button button--danger" type="submit">{act}</button>
                    <a class="button" href="/desk/team">{lang.team_keep()}</a>
                </form>
            }
            .into_any()
        };
        view! {
            <main id="main" class="sheet">
                <div class="sheet__inside">
                    {ui::crumbs(&shell.look(), vec![("/desk/team".to_owned(), lang.team().to_owned())], member.name.clone())}
                    <div class="stack form">
                        <h1 dir="auto">{title}</h1>
                        <p class="soft"><bdi>{member.mail.clone()}</bdi></p>
                        {inside}
                    </div>
                </div>
            </main>
        }
        .into_any()
    })
}
