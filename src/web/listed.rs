//! Routes with the list of them, which so cannot differ from what is served.

use axum::Router;
use axum::routing::MethodRouter;

/// Routes with the list of them, which so cannot differ from what is served.
pub(super) struct Routes<S> {
    pub(super) router: Router<S>,
    pub(super) listed: Vec<Listed>,
}

/// An address, and what stands there.
pub(super) type Listed = (&'static str, &'static str);

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    pub(super) fn new() -> Self {
        Self { router: Router::new(), listed: Vec::new() }
    }

    pub(super) fn route(self, path: &'static str, what: &'static str, methods: MethodRouter<S>) -> Self {
        let Self { router, mut listed } = self;
        listed.push((path, what));
        Self { router: router.route(path, methods), listed }
    }
}
