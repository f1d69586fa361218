//! The route itself: its order, the page that shows it on one sheet, what files are made of.

use serde::Serialize;

use super::choose;
use super::order::shortest;
use super::stop::{Fort, Point};
use super::{Asked, RouteForm, on_the_way};
use crate::interop::route::Route;
use crate::model::Position;
use crate::model::address::Page;
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::PageError;
use crate::web::pages::HTML;
use crate::web::pages::choosing::ChooseForm;
use crate::web::pages::chosen::Chosen;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::handover::{MapLink, Target, legs, markers, whole};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::point::{PointView, distance, way};
use crate::web::views::reader::{Link, Name, Reader, Text};

#[derive(Serialize)]
struct RouteContext {
    lang: &'static str,
    page: PageView,
    route: RoutePage,
}

impl Template for RouteContext {
    const FILE: &'static str = "route.html";
}

#[derive(Serialize)]
struct RoutePage {
    stops: Vec<StopView>,
    /// All legs together, in straight lines.
    total: String,
    /// A map program that takes all stops at once.
    whole: Option<MapLink>,
    forms: Vec<Link>,
    /// Where the route may begin anywhere, if now it may not.
    free: Option<String>,
    form: ChooseForm,
}

#[derive(Serialize)]
struct StopView {
    number: usize,
    name: Name,
    href: String,
    town: Option<Text>,
    /// The first is where the route stops.
    points: Vec<PointOfStop>,
    maps: Vec<MapLink>,
    access: Option<Text>,
    /// The way on to the next.
    leg: Option<LegView>,
    /// The route that begins here; none where it does.
    start: Option<String>,
    /// The route without it.
    without: String,
}

#[derive(Serialize)]
struct PointOfStop {
    label: String,
    radius: String,
    point: PointView,
}

#[derive(Serialize)]
struct LegView {
    /// 东北，3.2公里.
    way: String,
    maps: Vec<MapLink>,
}

/// A route that can be shown and kept.
pub(super) struct Sheet<'a> {
    asked: &'a Asked,
    /// In the order of the way.
    forts: Vec<Fort>,
}

impl<'a> Sheet<'a> {
    pub(super) fn of(asked: &'a Asked, forts: Vec<Fort>) -> Self {
        let points: Vec<Position> = forts.iter().map(|fort| fort.stop().target.position).collect();
        let start = asked.start.as_ref();
        let start = start.and_then(|id| forts.iter().position(|fort| fort.village.id == *id));
        let order = shortest(&points, start);
        let mut forts: Vec<Option<Fort>> = forts.into_iter().map(Some).collect();
        Self { asked, forts: order.into_iter().filter_map(|place| forts[place].take()).collect() }
    }

    fn title(&self, reader: &Reader<'_>) -> String {
        let names: Vec<String> =
            self.forts.iter().map(|fort| reader.name_text(&fort.village.name).text).collect();
        reader.t_with("route-of", [("names", names.join(&reader.t("list-separator")).into())])
    }

    /// As files have it.
    pub(super) fn for_files(&self, reader: &Reader<'_>) -> Route {
        Route {
            title: self.title(reader),
            url: reader.address(&self.asked.page()),
            note: reader.t("route-straight"),
            stops: self.forts.iter().map(|fort| fort.for_files(reader)).collect(),
        }
    }

    /// The page.
    pub(super) fn page(&self, site: &Site, reader: &Reader<'_>) -> Result<Answer, PageError> {
        let address = self.asked.page();
        let head = PageHead {
            section: "villages",
            title: self.title(reader),
            description: reader.t("route-description"),
            page: address.clone(),
            revision: None,
            picture: None,
            article: false,
        };
        let mut view = page(site, reader, head).not_for_robots();
        let form = |form: RouteForm| Link {
            label: form.ending().to_uppercase(),
            href: reader.url(&address.clone().form(form.ending())),
        };
        let forms: Vec<Link> = RouteForm::ALL.into_iter().map(form).collect();
        for (form, link) in RouteForm::ALL.into_iter().zip(&forms) {
            view = view.with_form(form.media_type(), link.href.clone());
        }
        let targets: Vec<&Target> = self.forts.iter().map(|fort| &fort.stop().target).collect();
        let metres: f64 = targets.windows(2).map(|pair| pair[0].position.distance_m(pair[1].position)).sum();
        let free = self.asked.start.as_ref().map(|_| reader.url(&on_the_way(&self.asked.chosen, None)));
        let context = RouteContext {
            lang: reader.language.code(),
            page: view,
            route: RoutePage {
                stops: (0..self.forts.len()).map(|place| self.stop(place, reader)).collect(),
                total: distance(metres, reader),
                whole: whole(&targets, reader),
                forms,
                free,
                form: choose::form(&self.asked.chosen.ids(), reader),
            },
        };
        let html = site.templates.render(reader.language, &context)?;
        Ok(Answer::text(HTML, html, CachePolicy::Revalidate))
    }

    fn stop(&self, place: usize, reader: &Reader<'_>) -> StopView {
        let fort = &self.forts[place];
        let village = &fort.village;
        let town = village.town.as_ref().and_then(|id| reader.catalogue.region().town(id));
        let chosen = &self.asked.chosen;
        let mut others = chosen.forts.clone();
        others.retain(|other| other.id != village.id);
        let start = self.asked.start.as_ref();
        let begins_here = start == Some(&village.id);
        let stop = fort.stop();
        let point = |point: &Point| PointOfStop {
            label: point.label(reader),
            radius: point.radius(reader),
            point: PointView::of(point.target.position, reader),
        };
        StopView {
            number: place + 1,
            name: reader.name(&village.name),
            href: reader.url(&Page::village(&village.id)),
            town: town.map(|town| reader.name_text(&town.name)),
            points: fort.points.iter().map(point).collect(),
            maps: markers(&stop.target, &village.name.zh, stop.radius_m, reader),
            access: village.statements_of("access").last().map(|said| reader.text(&said.value)),
            leg: self.forts.get(place + 1).map(|next| leg(stop, next.stop(), reader)),
            start: (!begins_here).then(|| reader.url(&on_the_way(chosen, Some(&village.id)))),
            without: reader.url(&on_the_way(
                &Chosen { forts: others, is_canonical: true },
                start.filter(|_| !begins_here),
            )),
        }
    }
}

fn leg(from: &Point, to: &Point, reader: &Reader<'_>) -> LegView {
    let (here, there) = (from.target.position, to.target.position);
    LegView {
        way: way(here.heading(there), here.distance_m(there), reader),
        maps: legs(&from.target, &to.target, reader),
    }
}
