//! Every connection that is open: how many there may be, and who has to go for another's sake.
//!
//! Nobody is refused at the door. When there are too many, the one goes that has been quiet longest, and sooner if its
//! network holds many: so who opens connections and leaves them loses them first, and a visitor gets in.

mod waiting;

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::task::AbortHandle;

use super::ServerLimits;
use super::line::{Line, Waiting};
use waiting::Account;
pub(super) use waiting::{Charge, NoRoom};

/// The open connections.
pub(super) struct Connections {
    limits: ServerLimits,
    epoch: Instant,
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    next: u64,
    open: HashMap<u64, Open>,
    by_network: HashMap<Network, usize>,
    account: Account,
}

struct Open {
    line: Arc<Line>,
    network: Network,
    /// Its task, as soon as it has one.
    task: Option<AbortHandle>,
    /// The buffers that wait to be sent on it.
    holds: Vec<usize>,
    /// When the present stretch of waiting for the client began, and what had been sent by then.
    stretch: Option<(u64, u64)>,
}

/// Whom connections are counted for: an IPv4 address, or an IPv6 network as one household is given it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Network(IpAddr);

impl Network {
    fn of(address: IpAddr) -> Network {
        // A socket for both versions sees IPv4 as `::ffff:a.b.c.d`, all of which would be one /64.
        match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Network(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into())
            }
            address @ IpAddr::V4(_) => Network(address),
        }
    }
}

impl Connections {
    pub(super) fn new(limits: ServerLimits) -> Arc<Connections> {
        Arc::new(Connections { limits, epoch: Instant::now(), table: Mutex::default() })
    }

    /// Takes a connection in, in the place of another if there is none free.
    pub(super) fn admit(self: &Arc<Self>, address: IpAddr) -> Seat {
        let network = Network::of(address);
        let line = Arc::new(Line::new(self.epoch));
        let now_ms = self.now_ms();
        let mut table = self.lock();
        // Ends with one too many if none of those open has a task yet.
        while table.open.len() >= self.limits.max_connections.max(1) && table.close_quietest(now_ms) {}
        let number = table.next;
        table.next += 1;
        *table.by_network.entry(network).or_default() += 1;
        let open = Open { line: Arc::clone(&line), network, task: None, holds: Vec::new(), stretch: None };
        table.open.insert(number, open);
        Seat { connections: Arc::clone(self), number, line }
    }

    /// Names the task of a connection, which ends with it.
    pub(super) fn begun(&self, number: u64, task: AbortHandle) {
        // It may have ended already.
        if let Some(open) = self.lock().open.get_mut(&number) {
            open.task = Some(task);
        }
    }

    /// Closes up to so many of the quietest; gives how many it closed.
    pub(super) fn shed(&self, count: usize) -> usize {
        let now_ms = self.now_ms();
        let mut table = self.lock();
        (0..count).take_while(|_| table.close_quietest(now_ms)).count()
    }

    /// Closes for ever, again and again, what has stood still too long and what is too many for one address.
    pub(super) async fn watch(self: Arc<Self>) {
        let shortest = self.limits.stall_timeout.min(self.limits.slow_window).min(self.limits.patience);
        let pause = (shortest / 4).clamp(Duration::from_millis(10), Duration::from_millis(500));
        let mut ticks = tokio::time::interval(pause);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            let now_ms = self.now_ms();
            let mut table = self.lock();
            table.close_stalled(now_ms, &self.limits);
            table.close_surplus(now_ms, &self.limits);
        }
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    /// Takes a connection off the table with all it holds.
    // Called twice for one that is closed, here and when its task drops the seat: the second finds nothing.
    fn remove(&mut self, number: u64) -> Option<Open> {
        let open = self.open.remove(&number)?;
        if let Some(count) = self.by_network.get_mut(&open.network) {
            *count -= 1;
            if *count == 0 {
                self.by_network.remove(&open.network);
            }
        }
        for buffer in &open.holds {
            self.account.release(*buffer);
        }
        Some(open)
    }

    /// Ends a connection's task. It counts no more from here on, though its task ends a little later.
    fn close(&mut self, number: u64) {
        if let Some(open) = self.remove(number) {
            // Only then: of a client that reads, a reset would cut what it was just sent.
            if open.line.waiting() == Waiting::Client {
                open.line.cut();
            }
            if let Some(task) = open.task {
                // Marks the task and no more; the runtime drops it, and with it the seat, which takes the lock
                // that is held here.
                task.abort();
            }
        }
    }

    /// Closes the connection that has been quiet longest, weighed by how many its network holds; one that an answer is
    /// made for goes only if there are no others. Says whether there was one.
    fn close_quietest(&mut self, now_ms: u64) -> bool {
        let weigh = |open: &Open| {
            // Not zero, or the number of a network's connections would count for nothing when all have just
            // moved.
            let quiet_ms = open.line.quiet_ms(now_ms).max(1);
            let is_ours = open.line.waiting() == Waiting::Answer;
            (!is_ours, quiet_ms * self.by_network.get(&open.network).copied().unwrap_or(1) as u64)
        };
        let begun = self.open.iter().filter(|(_, open)| open.task.is_some());
        let quietest = begun.max_by_key(|(_, open)| weigh(open)).map(|(number, _)| *number);
        quietest.inspect(|number| self.close(*number)).is_some()
    }

    /// Closes what has not moved for as long as anything may, and answers that move too slowly.
    fn close_stalled(&mut self, now_ms: u64, limits: &ServerLimits) {
        let (stall_ms, window_ms) = (milliseconds(limits.stall_timeout), milliseconds(limits.slow_window));
        let least_bytes = window_ms.saturating_mul(limits.least_bytes_per_s) / 1000;
        let mut stalled = Vec::new();
        for (number, open) in &mut self.open {
            let waiting = open.line.waiting();
            // The making of an answer has its own limit.
            let is_still = waiting != Waiting::Answer && open.line.quiet_ms(now_ms) >= stall_ms;
            let sent_bytes = open.line.sent_bytes();
            let mut is_slow = false;
            if waiting == Waiting::Client {
                let (began_ms, before_bytes) = *open.stretch.get_or_insert((now_ms, sent_bytes));
                if now_ms.saturating_sub(began_ms) >= window_ms {
                    is_slow = sent_bytes - before_bytes < least_bytes;
                    open.stretch = Some((now_ms, sent_bytes));
                }
            } else {
                // Between two answers a client need not take anything: with the next a new stretch begins.
                open.stretch = None;
            }
            if is_still || is_slow {
                stalled.push(*number);
            }
        }
        for number in stalled {
            tracing::debug!(number, "a connection that stood still was closed");
            self.close(number);
        }
    }

    /// Closes what one network holds beyond its share, the quietest first; what moves is left, however many they are.
    fn close_surplus(&mut self, now_ms: u64, limits: &ServerLimits) {
        let share = limits.max_connections_per_address.max(1);
        if self.by_network.values().all(|count| *count <= share) {
            return;
        }
        let patience_ms = milliseconds(limits.patience);
        let mut quiet: HashMap<Network, Vec<(u64, u64)>> = HashMap::new();
        for (number, open) in &self.open {
            let quiet_ms = open.line.quiet_ms(now_ms);
            let is_ours = open.line.waiting() == Waiting::Answer;
            if !is_ours && quiet_ms >= patience_ms && self.by_network.get(&open.network) > Some(&share) {
                quiet.entry(open.network).or_default().push((quiet_ms, *number));
            }
        }
        for (network, mut quiet) in quiet {
            let surplus = self.by_network.get(&network).map_or(0, |count| count.saturating_sub(share));
            quiet.sort_unstable_by(|a, b| b.cmp(a));
            for (_, number) in quiet.into_iter().take(surplus) {
                self.close(number);
            }
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A place at the table, held by the connection's task.
pub(super) struct Seat {
    connections: Arc<Connections>,
    pub(super) number: u64,
    pub(super) line: Arc<Line>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.connections.lock().remove(self.number);
    }
}
