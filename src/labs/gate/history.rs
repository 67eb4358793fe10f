//! What happened along the way, in bounded memory.

/// Most points kept.
const MOST: usize = 512;

/// Points taken at equal distances; when there are too many, every second one is forgotten. Depends on what was taken alone, not on when
/// it was looked at.
#[derive(Clone, Debug)]
pub struct History<T> {
    points: Vec<T>,
    taken: u64,
    stride: u64,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self {
            points: Vec::new(),
            taken: 0,
            stride: 1,
        }
    }
}

impl<T> History<T> {
    /// Offers the next point.
    pub fn take(&mut self, point: T) {
        if self.taken.is_multiple_of(self.stride) {
            self.points.push(point);
        }
        self.taken += 1;
        if self.points.len() > MOST {
            let mut index = 0;
            self.points.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            self.stride *= 2;
        }
    }

    /// What is kept.
    pub fn points(&self) -> &[T] {
        &self.points
    }
}

#[cfg(test)]
mod tests {
    use super::{History, MOST};

    #[test]
    fn memory_is_bounded_and_distances_stay_equal() {
        let mut history = History::default();
        for i in 0..100_000u64 {
            history.take(i);
        }
        let points = history.points();
        assert!(points.len() <= MOST && points.len() > MOST / 3);
        let gap = points[1] - points[0];
        assert!(points[0] == 0 && points.windows(2).all(|p| p[1] - p[0] == gap));
    }
}
