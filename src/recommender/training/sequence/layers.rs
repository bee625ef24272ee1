//! The layers, forward and backward. A piece is a matrix with a row for each place of its windows, one window after the other.
//!
//! Each block: attention to what came before within the window, then two layers on each place alone; each behind a normalisation and
//! added to what went in (the "pre-norm" order, which needs no warming up).

use ndarray::{Array2, ArrayView2, Axis, Slice};

use crate::recommender::random::Random;
use crate::recommender::training::sampled::NOTHING;

const EPSILON: f32 = 1e-6;

/// Every array of numbers that is learned, but the items' own vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    heads: usize,
    /// A row for each place in a window.
    places: Array2<f32>,
    blocks: Vec<Block>,
    last: Norm,
}

#[derive(Clone, Debug, PartialEq)]
struct Block {
    first: Norm,
    query: Array2<f32>,
    key: Array2<f32>,
    value: Array2<f32>,
    out: Array2<f32>,
    second: Norm,
    up: Array2<f32>,
    up_bias: Array2<f32>,
    down: Array2<f32>,
    down_bias: Array2<f32>,
}

#[derive(Clone, Debug, PartialEq)]
struct Norm {
    scale: Array2<f32>,
    shift: Array2<f32>,
}

/// What the backward pass needs of the forward one.
pub struct Trace {
    inputs: Vec<u32>,
    dropped: Dropped,
    blocks: Vec<BlockTrace>,
    last: NormTrace,
}

struct BlockTrace {
    first: NormTrace,
    normed: Array2<f32>,
    query: Array2<f32>,
    key: Array2<f32>,
    value: Array2<f32>,
    /// For each window and head.
    attention: Vec<Array2<f32>>,
    mixed: Array2<f32>,
    attended: Dropped,
    second: NormTrace,
    second_normed: Array2<f32>,
    raised: Array2<f32>,
    lowered: Dropped,
}

struct NormTrace {
    normed: Array2<f32>,
    deviations: Vec<f32>,
}

/// Leaves out a share of all numbers, other ones each time.
pub struct Dropout {
    share: f32,
    random: Random,
}

/// What was kept, as factors; absent where nothing was left out.
type Dropped = Option<Array2<f32>>;

impl Dropout {
    pub fn new(share: f32, seed: u64) -> Self {
        Self { share, random: Random::new(seed) }
    }

    fn apply(&mut self, values: &mut Array2<f32>) -> Dropped {
        if self.share <= 0.0 {
            return None;
        }
        let kept = 1.0 / (1.0 - self.share);
        // Four decisions of sixteen bits from each number.
        let threshold = (self.share * 65_536.0) as u64;
        let (mut bits, mut left) = (0u64, 0);
        let factors = Array2::from_shape_simple_fn(values.raw_dim(), || {
            if left == 0 {
                (bits, left) = (self.random.next(), 4);
            }
            let drawn = bits & 0xffff;
            (bits, left) = (bits >> 16, left - 1);
            if drawn < threshold { 0.0 } else { kept }
        });
        *values *= &factors;
        Some(factors)
    }
}

fn undrop(gradient: &Array2<f32>, dropped: &Dropped) -> Array2<f32> {
    match dropped {
        Some(factors) => gradient * factors,
        None => gradient.clone(),
    }
}

/// Bell-shaped numbers, by the sum of twelve even ones.
pub fn normal(rows: usize, columns: usize, deviation: f32, random: &mut Random) -> Array2<f32> {
    Array2::from_shape_simple_fn((rows, columns), || {
        let sum: f64 = (0..12).map(|_| random.fraction()).sum();
        (sum - 6.0) as f32 * deviation
    })
}

impl Stack {
    pub fn new(size: usize, blocks: usize, heads: usize, length: usize, random: &mut Random) -> Self {
        let places = normal(length, size, 0.05, random);
        let blocks = (0..blocks).map(|_| Block::new(size, random)).collect();
        Self { heads, places, blocks, last: Norm::new(size) }
    }

    /// The same shape, with nothing in it.
    pub fn zeros(&self) -> Self {
        let mut zeros = self.clone();
        zeros.arrays_mut().into_iter().for_each(|array| array.fill(0.0));
        zeros
    }

    pub fn arrays(&self) -> Vec<&Array2<f32>> {
        let mut arrays = vec![&self.places, &self.last.scale, &self.last.shift];
        for block in &self.blocks {
            arrays.extend([&block.first.scale, &block.first.shift, &block.query, &block.key, &block.value]);
            arrays.extend([&block.out, &block.second.scale, &block.second.shift, &block.up, &block.up_bias]);
            arrays.extend([&block.down, &block.down_bias]);
        }
        arrays
    }

    pub fn arrays_mut(&mut self) -> Vec<&mut Array2<f32>> {
        let mut arrays = vec![&mut self.places, &mut self.last.scale, &mut self.last.shift];
        for block in &mut self.blocks {
            let Block { first, query, key, value, out, second, up, up_bias, down, down_bias } = block;
            arrays.extend([&mut first.scale, &mut first.shift, query, key, value, out]);
            arrays.extend([&mut second.scale, &mut second.shift, up, up_bias, down, down_bias]);
        }
        arrays
    }

    /// The vector at each place, which is to point at what comes next.
    pub fn forward(
        &self,
        items: &Array2<f32>,
        inputs: &[u32],
        dropout: &mut Dropout,
    ) -> (Array2<f32>, Trace) {
        let (length, size) = self.places.dim();
        let mut values = Array2::zeros((inputs.len(), size));
        for (place, item) in inputs.iter().enumerate().filter(|(_, item)| **item != NOTHING) {
            let mut row = values.row_mut(place);
            row += &items.row(*item as usize);
            row += &self.places.row(place % length);
        }
        let dropped = dropout.apply(&mut values);
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let trace = block.forward(&mut values, inputs, length, self.heads, dropout);
            blocks.push(trace);
        }
        let (out, last) = self.last.forward(&values);
        (out, Trace { inputs: inputs.to_vec(), dropped, blocks, last })
    }

    /// The same for one viewer and for reading alone: the vectors of the last so many places, or of all where there are fewer. `watched`
    /// is one item at least, and no more than a window holds.
    pub fn read(&self, items: &Array2<f32>, watched: &[u32], last: usize) -> Array2<f32> {
        let indices: Vec<usize> = watched.iter().map(|item| *item as usize).collect();
        let first_place = self.places.nrows() - watched.len();
        let mut values =
            items.select(Axis(0), &indices) + self.places.slice_axis(Axis(0), Slice::from(first_place..));
        let wanted = watched.len().saturating_sub(last);
        for (index, block) in self.blocks.iter().enumerate() {
            let is_last = index + 1 == self.blocks.len();
            values = block.read(&values, self.heads, if is_last { wanted } else { 0 });
        }
        self.last.normed(&values)
    }

    /// Adds to `gradient`, and answers the gradient of each place's item vector.
    pub fn backward(&self, trace: &Trace, of_out: &Array2<f32>, gradient: &mut Stack) -> Array2<f32> {
        let length = self.places.nrows();
        let mut flowing = self.last.backward(&trace.last, of_out, &mut gradient.last);
        for ((block, trace_of), own) in self.blocks.iter().zip(&trace.blocks).zip(&mut gradient.blocks).rev()
        {
            flowing = block.backward(trace_of, &trace.inputs, length, self.heads, flowing, own);
        }
        let mut flowing = undrop(&flowing, &trace.dropped);
        for (place, item) in trace.inputs.iter().enumerate() {
            if *item == NOTHING {
                flowing.row_mut(place).fill(0.0);
            } else {
                let mut row = gradient.places.row_mut(place % length);
                row += &flowing.row(place);
            }
        }
        flowing
    }
}

impl Block {
    fn new(size: usize, random: &mut Random) -> Self {
        let deviation = (1.0 / size as f32).sqrt();
        let mut square = || normal(size, size, deviation, random);
        let (query, key, value, out) = (square(), square(), square(), square());
        let (up, down) = (square(), square());
        let zeros = || Array2::zeros((1, size));
        Self {
            first: Norm::new(size),
            query,
            key,
            value,
            out,
            second: Norm::new(size),
            up,
            up_bias: zeros(),
            down,
            down_bias: zeros(),
        }
    }

    fn forward(
        &self,
        values: &mut Array2<f32>,
        inputs: &[u32],
        length: usize,
        heads: usize,
        dropout: &mut Dropout,
    ) -> BlockTrace {
        let (normed, first) = self.first.forward(values);
        let (query, key, value) = (normed.dot(&self.query), normed.dot(&self.key), normed.dot(&self.value));
        let mut mixed = Array2::zeros(values.raw_dim());
        let mut attention = Vec::with_capacity(inputs.len() / length * heads);
        let width = values.ncols() / heads;
        for (window, known) in inputs.chunks(length).enumerate() {
            for head in 0..heads {
                let part = Part::new(window * length, length, head * width, width);
                let first = known.iter().take_while(|item| **item == NOTHING).count();
                let shares = attend(part.of(&query), part.of(&key), first, 0);
                part.set(&mut mixed, &shares.dot(&part.of(&value)));
                attention.push(shares);
            }
        }
        let mut attended = mixed.dot(&self.out);
        let attended_dropped = dropout.apply(&mut attended);
        *values += &attended;
        let (second_normed, second) = self.second.forward(values);
        let mut raised = second_normed.dot(&self.up) + &self.up_bias;
        raised.mapv_inplace(|cell| cell.max(0.0));
        let mut lowered = raised.dot(&self.down) + &self.down_bias;
        let lowered_dropped = dropout.apply(&mut lowered);
        *values += &lowered;
        BlockTrace {
            first,
            normed,
            query,
            key,
            value,
            attention,
            mixed,
            attended: attended_dropped,
            second,
            second_normed,
            raised,
            lowered: lowered_dropped,
        }
    }

    /// What `forward` makes of one window without gaps, from place `from` on.
    fn read(&self, values: &Array2<f32>, heads: usize, from: usize) -> Array2<f32> {
        let normed = self.first.normed(values);
        let since = Slice::from(from..);
        let query = normed.slice_axis(Axis(0), since).dot(&self.query);
        let (key, value) = (normed.dot(&self.key), normed.dot(&self.value));
        let mut mixed = Array2::zeros(query.raw_dim());
        let width = values.ncols() / heads;
        for head in 0..heads {
            let columns = head * width;
            let asked = Part::new(0, query.nrows(), columns, width);
            let known = Part::new(0, values.nrows(), columns, width);
            let shares = attend(asked.of(&query), known.of(&key), 0, from);
            asked.set(&mut mixed, &shares.dot(&known.of(&value)));
        }
        let mut out = mixed.dot(&self.out) + values.slice_axis(Axis(0), since);
        let mut raised = self.second.normed(&out).dot(&self.up) + &self.up_bias;
        raised.mapv_inplace(|cell| cell.max(0.0));
        out += &(raised.dot(&self.down) + &self.down_bias);
        out
    }

    fn backward(
        &self,
        trace: &BlockTrace,
        inputs: &[u32],
        length: usize,
        heads: usize,
        mut flowing: Array2<f32>,
        own: &mut Block,
    ) -> Array2<f32> {
        let of_lowered = undrop(&flowing, &trace.lowered);
        own.down += &trace.raised.t().dot(&of_lowered);
        add_columns(&mut own.down_bias, &of_lowered);
        let mut of_raised = of_lowered.dot(&self.down.t());
        of_raised.zip_mut_with(&trace.raised, |cell, raised| {
            if *raised <= 0.0 {
                *cell = 0.0;
            }
        });
        own.up += &trace.second_normed.t().dot(&of_raised);
        add_columns(&mut own.up_bias, &of_raised);
        flowing += &self.second.backward(&trace.second, &of_raised.dot(&self.up.t()), &mut own.second);

        let of_attended = undrop(&flowing, &trace.attended);
        own.out += &trace.mixed.t().dot(&of_attended);
        let of_mixed = of_attended.dot(&self.out.t());
        let (mut of_query, mut of_key, mut of_value) = (
            Array2::zeros(of_mixed.raw_dim()),
            Array2::zeros(of_mixed.raw_dim()),
            Array2::zeros(of_mixed.raw_dim()),
        );
        let width = of_mixed.ncols() / heads;
        let scale = 1.0 / (width as f32).sqrt();
        for window in 0..inputs.len() / length {
            for head in 0..heads {
                let part = Part::new(window * length, length, head * width, width);
                let shares = &trace.attention[window * heads + head];
                let of_part = part.of(&of_mixed);
                part.set(&mut of_value, &shares.t().dot(&of_part));
                let mut of_scores = of_part.dot(&part.of(&trace.value).t());
                for (mut row, shares) in of_scores.rows_mut().into_iter().zip(shares.rows()) {
                    let total: f32 = row.iter().zip(shares).map(|(cell, share)| cell * share).sum();
                    row.zip_mut_with(&shares, |cell, share| *cell = scale * share * (*cell - total));
                }
                part.set(&mut of_query, &of_scores.dot(&part.of(&trace.key)));
                part.set(&mut of_key, &of_scores.t().dot(&part.of(&trace.query)));
            }
        }
        own.query += &trace.normed.t().dot(&of_query);
        own.key += &trace.normed.t().dot(&of_key);
        own.value += &trace.normed.t().dot(&of_value);
        let of_normed =
            of_query.dot(&self.query.t()) + of_key.dot(&self.key.t()) + of_value.dot(&self.value.t());
        flowing += &self.first.backward(&trace.first, &of_normed, &mut own.first);
        flowing
    }
}

/// The rows of one window and the columns of one head.
#[derive(Clone, Copy)]
struct Part {
    rows: Slice,
    columns: Slice,
}

impl Part {
    fn new(row: usize, rows: usize, column: usize, columns: usize) -> Self {
        Self { rows: Slice::from(row..row + rows), columns: Slice::from(column..column + columns) }
    }

    fn of(self, whole: &Array2<f32>) -> ArrayView2<'_, f32> {
        whole.slice_axis(Axis(0), self.rows).slice_axis_move(Axis(1), self.columns)
    }

    fn set(self, whole: &mut Array2<f32>, part: &Array2<f32>) {
        whole.slice_axis_mut(Axis(0), self.rows).slice_axis_mut(Axis(1), self.columns).assign(part);
    }
}

/// How much each place from `offset` on looks at those before it and at itself; places before `first` have no watch, look at nothing
/// and are not looked at.
fn attend(query: ArrayView2<'_, f32>, key: ArrayView2<'_, f32>, first: usize, offset: usize) -> Array2<f32> {
    let mut shares = query.dot(&key.t());
    let scale = 1.0 / (query.ncols() as f32).sqrt();
    for (row_number, mut row) in shares.rows_mut().into_iter().enumerate() {
        let place = offset + row_number;
        let is_seen = |other: usize| other >= first && other <= place;
        let mut most = f32::NEG_INFINITY;
        for (other, cell) in row.iter_mut().enumerate() {
            *cell = if is_seen(other) { *cell * scale } else { f32::NEG_INFINITY };
            most = most.max(*cell);
        }
        if place < first {
            row.fill(0.0);
            continue;
        }
        row.mapv_inplace(|cell| (cell - most).exp());
        let sum = row.sum();
        row.mapv_inplace(|cell| cell / sum);
    }
    shares
}

fn add_columns(bias: &mut Array2<f32>, gradient: &Array2<f32>) {
    let mut row = bias.row_mut(0);
    row += &gradient.sum_axis(Axis(0));
}

impl Norm {
    fn new(size: usize) -> Self {
        Self { scale: Array2::ones((1, size)), shift: Array2::zeros((1, size)) }
    }

    fn forward(&self, values: &Array2<f32>) -> (Array2<f32>, NormTrace) {
        let mut normed = values.clone();
        let size = values.ncols() as f32;
        let mut deviations = Vec::with_capacity(values.nrows());
        for mut row in normed.rows_mut() {
            let mean = row.sum() / size;
            row.mapv_inplace(|cell| cell - mean);
            let variance = row.iter().map(|cell| cell * cell).sum::<f32>() / size;
            let deviation = (variance + EPSILON).sqrt();
            row.mapv_inplace(|cell| cell / deviation);
            deviations.push(deviation);
        }
        (&normed * &self.scale + &self.shift, NormTrace { normed, deviations })
    }

    fn normed(&self, values: &Array2<f32>) -> Array2<f32> {
        self.forward(values).0
    }

    fn backward(&self, trace: &NormTrace, of_out: &Array2<f32>, own: &mut Norm) -> Array2<f32> {
        add_columns(&mut own.scale, &(of_out * &trace.normed));
        add_columns(&mut own.shift, of_out);
        let mut flowing = of_out * &self.scale;
        let size = flowing.ncols() as f32;
        for ((mut row, normed), deviation) in
            flowing.rows_mut().into_iter().zip(trace.normed.rows()).zip(&trace.deviations)
        {
            let mean = row.sum() / size;
            let along = row.iter().zip(normed).map(|(cell, normed)| cell * normed).sum::<f32>() / size;
            row.zip_mut_with(&normed, |cell, normed| *cell = (*cell - mean - normed * along) / deviation);
        }
        flowing
    }
}
