//! Checkpoints on a disk: headers first, then byte ranges by seeking, on as many threads as there are cores and room.

use super::{Checkpoint, Error, Measurement, Measuring, Plan, Survey, Unit};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A checkpoint whose headers are read.
#[derive(Debug)]
pub struct OnDisk {
    /// What there is to measure.
    pub plan: Plan,
    paths: Vec<PathBuf>,
}

impl OnDisk {
    /// Reads the headers of a `.safetensors` file, or of every file that a `.safetensors.index.json` names, and the `config.json`
    /// and `adapter_config.json` beside them, where they are.
    ///
    /// # Errors
    /// Files that cannot be read, and those of [`safetensors::Error`](crate::data::safetensors::Error).
    pub fn open(path: &Path) -> Result<Self, Error> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut survey = Survey::default();
        look(&mut survey, path)?;
        let shards = survey.shards().into_iter().map(|shard| folder.join(shard));
        for shard in shards.collect::<Vec<_>>() {
            // The plan says which one is missing.
            if shard.is_file() {
                look(&mut survey, &shard)?;
            }
        }
        for config in ["config.json", "adapter_config.json"] {
            let config = folder.join(config);
            if config.is_file() {
                look(&mut survey, &config)?;
            }
        }
        let plan = survey.plan()?;
        let paths = plan.files.iter().map(|file| folder.join(file)).collect();
        Ok(Self { plan, paths })
    }

    /// Measures everything; `progress` hears how many units of how many are done. The result does not depend on the number of threads.
    ///
    /// # Errors
    /// The one of the first unit, in their order, that cannot be measured.
    pub fn measure(
        &self,
        threads: usize,
        progress: impl Fn(usize, usize) + Sync,
    ) -> Result<Checkpoint, Error> {
        let units = &self.plan.units;
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let results = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for _ in 0..threads
                .min(self.plan.at_a_time())
                .clamp(1, units.len().max(1))
            {
                scope.spawn(|| {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(unit) = units.get(at) else { break };
                        let measured = self.unit(unit);
                        if measured.is_err() {
                            next.store(units.len(), Ordering::Relaxed);
                        }
                        if let Ok(mut results) = results.lock() {
                            results.push((at, measured));
                        }
                        progress(done.fetch_add(1, Ordering::Relaxed) + 1, units.len());
                    }
                });
            }
        });
        let mut results = results.into_inner().unwrap_or_default();
        results.sort_by_key(|(at, _)| *at);
        let mut checkpoint = Checkpoint::new(&self.plan);
        for (at, measured) in results {
            checkpoint.add(at, measured?);
        }
        Ok(checkpoint)
    }

    fn unit(&self, unit: &Unit) -> Result<Vec<Measurement>, Error> {
        let mut measuring = Measuring::new(unit.clone())?;
        let mut open: Option<(usize, File)> = None;
        let mut bytes = Vec::new();
        while let Some(want) = measuring.wants() {
            let path = &self.paths[want.file];
            let mut file = match open.take() {
                Some((at, file)) if at == want.file => file,
                _ => File::open(path).map_err(|e| unreadable(path, &e))?,
            };
            bytes.clear();
            file.seek(SeekFrom::Start(want.begin))
                .and_then(|_| {
                    (&mut file)
                        .take(want.end - want.begin)
                        .read_to_end(&mut bytes)
                })
                .map_err(|e| unreadable(path, &e))?;
            measuring.take(&bytes)?;
            open = Some((want.file, file));
        }
        measuring.finish()
    }
}

/// Shows a survey as much of the beginning of a file as it wants.
fn look(survey: &mut Survey, path: &Path) -> Result<(), Error> {
    let fail = |e: io::Error| unreadable(path, &e);
    let mut file = File::open(path).map_err(fail)?;
    let size = file.metadata().map_err(fail)?.len();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut start = Vec::new();
    while let Some(wanted) = survey.take(&name, size, &start)? {
        let more = wanted.saturating_sub(start.len() as u64);
        let read = (&mut file)
            .take(more)
            .read_to_end(&mut start)
            .map_err(fail)?;
        if read == 0 {
            return Err(unreadable(path, &io::ErrorKind::UnexpectedEof.into()));
        }
    }
    Ok(())
}

fn unreadable(path: &Path, cause: &io::Error) -> Error {
    Error::Unreadable {
        path: path.display().to_string(),
        cause: cause.to_string(),
    }
}
