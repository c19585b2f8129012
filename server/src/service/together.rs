//! Questions that are asked together.

use crate::error::{Error, Result};
use futures_util::future::BoxFuture;
use std::{
    collections::HashMap,
    fmt,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{mpsc, oneshot};

/// How many are answered by one question at most.
const MOST: usize = 256;

/// How many wait at most; beyond, whoever asks is told at once that it is too busy.
const LONGEST_QUEUE: usize = 8192;

/// Asks the database for all who wait: one question is under way at a time, and who comes meanwhile waits for the next,
/// which asks for everything that is waited for by then. So a school that opens its pages at once costs a few questions,
/// and nobody is answered by a question that was asked before he came.
pub struct Together<K, V> {
    question: Arc<Question<K, V>>,
    queue: Mutex<Option<mpsc::Sender<Waiting<K, V>>>>,
}

/// What is asked for many keys at once; those without an answer are left out.
type Question<K, V> = dyn Fn(Vec<K>) -> BoxFuture<'static, Result<HashMap<K, V>>> + Send + Sync;

struct Waiting<K, V> {
    key: K,
    answer: oneshot::Sender<Result<Option<V>>>,
}

impl<K, V> Together<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Clone + Send + 'static,
{
    /// Asks this question.
    pub fn new(question: impl Fn(Vec<K>) -> BoxFuture<'static, Result<HashMap<K, V>>> + Send + Sync + 'static) -> Self {
        Self { question: Arc::new(question), queue: Mutex::new(None) }
    }

    /// The answer for a key, if there is one.
    ///
    /// # Errors
    /// [`Error::Overloaded`] if too many wait, [`Error::Unavailable`] if the database can't be used, [`Error::Stopped`]
    /// if the question failed otherwise; the log says how.
    pub async fn ask(&self, key: K) -> Result<Option<V>> {
        let (answer, answered) = oneshot::channel();
        self.queue().try_send(Waiting { key, answer }).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Error::Overloaded,
            mpsc::error::TrySendError::Closed(_) => Error::Stopped,
        })?;
        answered.await.map_err(|_| Error::Stopped)?
    }

    fn queue(&self) -> mpsc::Sender<Waiting<K, V>> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        // A queue whose task is gone, whatever ended it, is replaced.
        if let Some(queue) = queue.as_ref().filter(|queue| !queue.is_closed()) {
            return queue.clone();
        }
        let (sender, mut receiver) = mpsc::channel(LONGEST_QUEUE);
        let question = Arc::clone(&self.question);
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(MOST);
            while receiver.recv_many(&mut waiting, MOST).await > 0 {
                answer(&*question, std::mem::take(&mut waiting)).await;
            }
        });
        *queue = Some(sender.clone());
        sender
    }
}

/// Asks for all who wait, each key once, and answers them. Whoever asked may have gone.
async fn answer<K: Clone + Eq + Hash, V: Clone>(question: &Question<K, V>, waiting: Vec<Waiting<K, V>>) {
    let keys: HashMap<&K, ()> = waiting.iter().map(|waiting| (&waiting.key, ())).collect();
    let keys = keys.into_keys().cloned().collect();
    match question(keys).await {
        Ok(answers) => {
            for Waiting { key, answer } in waiting {
                let _ = answer.send(Ok(answers.get(&key).cloned()));
            }
        }
        Err(error) => {
            tracing::error!(error = %error, waiting = waiting.len(), "a question that was asked together failed");
            for Waiting { answer, .. } in waiting {
                let error = if error.is_unavailable() { Error::Unavailable } else { Error::Stopped };
                let _ = answer.send(Err(error));
            }
        }
    }
}

impl<K, V> fmt::Debug for Together<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Together").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::sync::Semaphore;

    /// A question that waits for permits, counts how often it was asked, and knows even numbers.
    fn counted(permits: usize) -> (Arc<Together<u32, u32>>, Arc<Semaphore>, Arc<AtomicUsize>) {
        let (gate, asked) = (Arc::new(Semaphore::new(permits)), Arc::new(AtomicUsize::new(0)));
        let together = Together::new({
            let (gate, asked) = (Arc::clone(&gate), Arc::clone(&asked));
            move |keys: Vec<u32>| {
                let (gate, asked) = (Arc::clone(&gate), Arc::clone(&asked));
                Box::pin(async move {
                    asked.fetch_add(1, Ordering::SeqCst);
                    gate.acquire().await.map_err(|_| Error::Unavailable)?.forget();
                    assert!(!keys.contains(&13), "a question that panics");
                    let known = keys.into_iter().filter(|key| key % 2 == 0).map(|key| (key, key * 10));
                    Ok(known.collect())
                })
            }
        });
        (Arc::new(together), gate, asked)
    }

    #[tokio::test]
    async fn who_comes_while_one_is_asked_shares_the_next_question() {
        let (together, gate, asked) = counted(0);
        let ask = |key| {
            let together = Arc::clone(&together);
            tokio::spawn(async move { together.ask(key).await })
        };
        let first = ask(2);
        while asked.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        let others: Vec<_> = (0..100).map(|number| ask(number % 10)).collect();
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        assert_eq!(asked.load(Ordering::SeqCst), 1, "one at a time");
        gate.add_permits(2);
        assert_eq!(first.await.expect("a task").expect("an answer"), Some(20));
        for (number, other) in (0..100).zip(others) {
            let key = number % 10;
            assert_eq!(other.await.expect("a task").expect("an answer"), (key % 2 == 0).then_some(key * 10));
        }
        assert_eq!(asked.load(Ordering::SeqCst), 2, "all who waited were answered by one");
    }

    #[tokio::test]
    async fn a_question_that_fails_fails_those_who_waited_and_nobody_after() {
        let (together, gate, _) = counted(1);
        assert!(matches!(together.ask(13).await, Err(Error::Stopped)), "it panicked");
        gate.add_permits(1);
        assert_eq!(together.ask(4).await.expect("an answer"), Some(40));
        gate.close();
        assert!(matches!(together.ask(4).await, Err(Error::Unavailable)));
    }
}
