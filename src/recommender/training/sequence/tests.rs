use super::layers::Dropout;
use super::windows::Windows;
use super::*;
use crate::recommender::training::sampled::NOTHING;

fn tiny() -> Sequence {
    Sequence {
        dimensions: 8,
        blocks: 2,
        heads: 2,
        length: 6,
        batch: 8,
        negatives: 5,
        dropout: 0.0,
        rate: 0.02,
        epochs: 12,
        seed: 3,
    }
}

fn watches(histories: &[Vec<u32>]) -> Vec<Watched> {
    let of = |(viewer, items): (usize, &Vec<u32>)| {
        let watch =
            move |(at, item): (usize, &u32)| Watched { viewer: viewer as u32, item: *item, at: at as i64 };
        items.iter().enumerate().map(watch).collect::<Vec<_>>()
    };
    histories.iter().enumerate().flat_map(of).collect()
}

#[test]
fn every_gradient_is_the_slope_of_the_loss() {
    let all = watches(&[vec![0, 1, 2, 3, 4, 5, 6, 7], vec![3, 1, 6]]);
    let setting = tiny();
    let mut random = Random::new(5);
    let mut network = Network::new(setting, 8, &mut random);
    network.biases = layers::normal(8, 1, 0.3, &mut random);
    // Larger than usual, so that slopes stand out from rounding.
    network.items = layers::normal(8, 8, 0.8, &mut random);
    let windows = Windows::new(&all, 8, setting.length);
    let inputs = [NOTHING, NOTHING, 0, 1, 2, 3, 4, 1, 7, 5, 2, 6];
    let targets = [NOTHING, NOTHING, 1, 2, 3, 4, 5, 7, 5, 2, 6, 0];
    let drawn = [1, 3, 6, 6, 0];
    let ask = |network: &Network| {
        step::gradient_of(network, &windows, &inputs, &targets, &drawn, &mut Dropout::new(0.0, 0))
    };
    let gradient = ask(&network);
    let check = |name: &str, slope: f64, told: f32| {
        assert!(
            (slope - f64::from(told)).abs() < 0.02 * slope.abs().max(0.5),
            "{name}: {slope} told as {told}"
        );
    };
    const BY: f32 = 4e-3;
    let slope = |change: &dyn Fn(&mut Network, f32)| {
        let value = |by: f32| {
            let mut changed = network.clone();
            change(&mut changed, by);
            ask(&changed).loss
        };
        (value(BY) - value(-BY)) / f64::from(2.0 * BY)
    };
    for (number, array) in gradient.stack.arrays().into_iter().enumerate() {
        for place in [0, array.len() / 2, array.len() - 1] {
            let told = *array.iter().nth(place).unwrap();
            let moved = slope(&|network, by| {
                *network.stack.arrays_mut()[number].iter_mut().nth(place).unwrap() += by;
            });
            check(&format!("array {number} at {place}"), moved, told);
        }
    }
    for item in 0..8usize {
        let told = gradient.items.of(item as u32);
        check("vector", slope(&|network, by| network.items[[item, 2]] += by), told[2]);
        check(
            "bias",
            slope(&|network, by| network.biases[[item, 0]] += by),
            gradient.biases.of(item as u32)[0],
        );
    }
}

#[test]
fn it_learns_an_order_that_no_count_could_tell() {
    // Each walks round a ring, some one way and some the other: only the last two steps tell what comes next.
    let histories: Vec<Vec<u32>> = (0..60u32)
        .map(|viewer| {
            let step = if viewer % 2 == 0 { 1 } else { 9 };
            (0..12).map(|at| (viewer + at * step) % 10).collect()
        })
        .collect();
    let network = tiny().learn(&watches(&histories), 10);
    let mut right = 0;
    for begin in 0..10u32 {
        for step in [1, 9] {
            let context: Vec<u32> = (0..5).map(|at| (begin + at * step) % 10).collect();
            let scores = network.score(Ask { context: &context, at: None }, Memory::Whole);
            let best = (0..10u32).max_by(|a, b| scores[*a as usize].total_cmp(&scores[*b as usize])).unwrap();
            right += usize::from(best == (begin + 5 * step) % 10);
        }
    }
    assert!(right >= 18, "{right} of 20");
}

#[test]
fn the_same_watches_give_the_same_network() {
    let all = watches(&[vec![0, 1, 2, 3], vec![2, 1, 0], vec![3]]);
    let one = Sequence { dropout: 0.3, epochs: 2, ..tiny() }.learn(&all, 5);
    let other = Sequence { dropout: 0.3, epochs: 2, ..tiny() }.learn(&all, 5);
    assert_eq!(one.items, other.items);
    let scores = one.score(Ask { context: &[], at: None }, Memory::Whole);
    assert!(scores[..4].iter().all(|score| score.is_finite()));
    let viewer = one.viewer(&[0, 1]).unwrap();
    assert_eq!(
        (one.score_of(&viewer, 4), one.score_of(&viewer, 9)),
        (None, None),
        "nobody has watched these"
    );
    assert!(one.viewer(&[]).is_none());
}

#[test]
fn reading_says_what_learning_says() {
    let network = Network::new(tiny(), 8, &mut Random::new(5));
    let inputs = [NOTHING, NOTHING, 0, 1, 2, 3];
    let (whole, _) = network.stack.forward(&network.items, &inputs, &mut Dropout::new(0.0, 0));
    let [before, after] = network.viewer_before_and_after(&[0, 1, 2, 3]).unwrap();
    for (read, place) in [(&before, 4), (&after, 5)] {
        let told = whole.row(place);
        assert!(read.iter().zip(told).all(|(one, other)| (one - other).abs() < 1e-5), "{read:?}, {told}");
    }
    assert_eq!(network.viewer(&[0, 1, 2, 3]).unwrap(), after);
    // More than it looks at is cut off in front, and before the first watch there was nothing.
    assert_eq!(network.viewer(&[7, 7, 5, 4, 0, 1, 2, 3]), network.viewer(&[5, 4, 0, 1, 2, 3]));
    let [before, after] = network.viewer_before_and_after(&[4]).unwrap();
    assert_eq!((before, Some(after)), (vec![0.0; 8], network.viewer(&[4])));
}
