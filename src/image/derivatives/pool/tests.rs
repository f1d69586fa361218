//! The pool's memory, as those who wait for it see it.

use std::sync::mpsc;

use futures::FutureExt as _;

use super::{PIECE_BYTES, Pool, Weight};

/// A pool with memory for ten pieces.
fn pool() -> Pool {
    Pool::new(2, 8, 10 * PIECE_BYTES)
}

async fn enter(pool: &Pool) -> super::Seat {
    pool.enter(Weight::Light).await.unwrap_or_else(|_| panic!("there is room"))
}

#[tokio::test]
async fn who_holds_memory_gets_more_before_those_who_hold_none() {
    let pool = pool();
    let (first, second) = (enter(&pool).await, enter(&pool).await);
    let held = pool.hold(6 * PIECE_BYTES).await.expect("is free");
    // Waits for what the other holds.
    let waiting = pool.run(&second, 8 * PIECE_BYTES, None, || "second");
    let mut waiting = std::pin::pin!(waiting);
    assert!(waiting.as_mut().now_or_never().is_none());
    let stepped = pool.run(&first, 3 * PIECE_BYTES, Some(held), || "first");
    assert_eq!(tokio::join!(stepped, waiting), (Ok("first"), Ok("second")));
}

#[tokio::test]
async fn who_leaves_while_waiting_for_more_leaves_nothing_taken() {
    let pool = pool();
    let (first, second) = (enter(&pool).await, enter(&pool).await);
    let (go, gone) = mpsc::channel::<()>();
    let busy = pool.run(&first, 3 * PIECE_BYTES, None, move || gone.recv().is_ok());
    let mut busy = std::pin::pin!(busy);
    assert!(busy.as_mut().now_or_never().is_none());
    {
        let held = pool.hold(5 * PIECE_BYTES).await.expect("is free");
        let stepped = pool.run(&second, 5 * PIECE_BYTES, Some(held), || ());
        let mut stepped = std::pin::pin!(stepped);
        assert!(stepped.as_mut().now_or_never().is_none());
    }
    let whole = pool.run(&second, 7 * PIECE_BYTES, None, || "all that is left");
    assert_eq!(whole.await, Ok("all that is left"));
    go.send(()).expect("the worker waits");
    assert_eq!(busy.await, Ok(true));
}

#[tokio::test]
async fn those_who_wait_for_memory_get_it_in_their_order() {
    let pool = pool();
    let seat = enter(&pool).await;
    let held = pool.hold(10 * PIECE_BYTES).await.expect("is free");
    let large = pool.run(&seat, 10 * PIECE_BYTES, None, || ());
    let small = pool.run(&seat, PIECE_BYTES, None, || ());
    let (mut large, mut small) = (std::pin::pin!(large), std::pin::pin!(small));
    assert!(large.as_mut().now_or_never().is_none());
    assert!(small.as_mut().now_or_never().is_none());
    drop(held);
    assert!(small.as_mut().now_or_never().is_none(), "it does not overtake");
    assert_eq!(tokio::join!(large, small), (Ok(()), Ok(())));
}
