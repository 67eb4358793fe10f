//! What happened along a run, in bounded memory.

/// Most points kept.
const MOST: usize = 512;

/// Points taken at equal distances; when there are more than 512, every second one is forgotten. Depends on what was taken alone, not on
/// when it was looked at.
///
/// ```
/// let mut thinned = rankscope_math::dynamics::Thinned::default();
/// (0..1000).for_each(|i| thinned.take(i));
/// assert_eq!((thinned.points()[1], thinned.points().len()), (2, 500));
/// ```
#[derive(Clone, Debug)]
pub struct Thinned<T> {
    points: Vec<T>,
    taken: u64,
    stride: u64,
}

impl<T> Default for Thinned<T> {
    fn default() -> Self {
        Self {
            points: Vec::new(),
            taken: 0,
            stride: 1,
        }
    }
}

impl<T> Thinned<T> {
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
