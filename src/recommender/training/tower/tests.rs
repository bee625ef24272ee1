use super::examples::Examples;
use super::*;
use crate::recommender::training::Sequence;
use crate::recommender::training::sampled::Draw;

fn tiny() -> Tower {
    Tower {
        dimensions: 6,
        widths: [10, 8],
        most: 5,
        examples: 4,
        batch: 16,
        negatives: 8,
        rate: 0.02,
        epochs: 20,
        seed: 4,
    }
}

fn watches(histories: &[Vec<u32>]) -> Vec<Watched> {
    let mut all = Vec::new();
    for (viewer, items) in (0..).zip(histories) {
        all.extend((0..).zip(items).map(|(at, item)| Watched { viewer, item: *item, at }));
    }
    all
}

#[test]
fn every_gradient_is_the_slope_of_the_loss() {
    let mut network = TowerNetwork::new(tiny(), 7, 3, &mut Random::new(2));
    for layer in &mut network.layers {
        // Away from the bends, where there is no slope.
        layer.bias.fill(0.4);
    }
    let inputs = Inputs {
        watched: vec![vec![0, 1, 2], vec![4], vec![]],
        searched: vec![vec![1], vec![], vec![2, 2, 0]],
        ages: vec![0.3, 0.0, 0.9],
    };
    let (targets, drawn) = ([3, 5, 0], [1, 6, 3, 3]);
    let draw = Draw::new([0, 1, 2, 3, 4, 5, 6, 0].into_iter(), 7);
    let ask = |network: &TowerNetwork| step::gradient(network, &inputs, &targets, &drawn, &draw);
    let told = ask(&network);
    let check = |name: &str, told: f32, change: &dyn Fn(&mut TowerNetwork, f32)| {
        const BY: f32 = 2e-3;
        let value = |by: f32| {
            let mut changed = network.clone();
            change(&mut changed, by);
            ask(&changed).loss
        };
        let slope = (value(BY) - value(-BY)) / f64::from(2.0 * BY);
        assert!(
            (slope - f64::from(told)).abs() < 0.02 * slope.abs().max(0.2),
            "{name}: {slope} told as {told}"
        );
    };
    for number in 0..3 {
        let (weights, bias) = &told.layers[number];
        for place in [0, weights.len() / 2, weights.len() - 1] {
            check(
                &format!("weight {place} of layer {number}"),
                *weights.iter().nth(place).unwrap(),
                &|network, by| {
                    *network.layers[number].weights.iter_mut().nth(place).unwrap() += by;
                },
            );
        }
        check(&format!("bias of layer {number}"), bias[[0, 3]], &|network, by| {
            network.layers[number].bias[[0, 3]] += by;
        });
    }
    check("watched", told.watched.of(1)[2], &|network, by| network.watched[[1, 2]] += by);
    check("searched", told.searched.of(2)[4], &|network, by| network.searched[[2, 4]] += by);
    for item in [0, 3, 6] {
        let row = item as u32;
        check("item", told.items.of(row)[1], &|network, by| network.items[[item, 1]] += by);
        check("its bias", told.biases.of(row)[0], &|network, by| network.biases[[item, 0]] += by);
    }
}

#[test]
fn what_was_searched_for_tells_as_much_as_what_was_watched() {
    // Everybody has watched the same; the word they searched for then tells what they watch next.
    let histories: Vec<Vec<u32>> = (0..40).map(|viewer| vec![0, 1 + viewer % 4]).collect();
    let searches: Vec<Searched> =
        (0..40).map(|viewer| Searched { viewer, word: viewer % 4, at: 0 }).collect();
    let network = tiny().learn(&watches(&histories), &searches, 5, 4);
    for word in 0..4 {
        let viewer = network.viewer(&[0], &[word]);
        let score = |item: u32| network.score_of(&viewer, item).unwrap();
        let best = (0..5).max_by(|a, b| score(*a).total_cmp(&score(*b)));
        assert_eq!(best, Some(1 + word));
    }
}

#[test]
fn an_example_knows_only_what_came_before_it() {
    let all = watches(&[vec![3, 1, 2, 0], vec![2, 3]]);
    let searches = [Searched { viewer: 0, word: 0, at: 1 }, Searched { viewer: 1, word: 1, at: 1 }];
    let examples = Examples::new(&all, &searches, 4, 2);
    let picked = examples.pick(30, &mut Random::new(1));
    assert_eq!(picked.len(), 60);
    let (inputs, targets) = examples.inputs(&picked);
    for (example, target) in targets.iter().enumerate() {
        let expected = match (*target, inputs.watched[example].as_slice()) {
            (1, [3]) | (3, [2]) => 0,
            (2, [3, 1]) | (0, [1, 2]) => 1,
            other => panic!("{other:?}"),
        };
        assert_eq!(inputs.searched[example].len(), expected);
    }
}

#[test]
fn order_is_lost_on_it_and_not_on_the_sequence() {
    // Everybody goes round the same ring of twelve, one way or the other, from every place in it.
    let histories: Vec<Vec<u32>> = (0..96u32)
        .map(|viewer| {
            (0..9).map(|at| (viewer + at * if viewer / 12 % 2 == 0 { 1 } else { 11 }) % 12).collect()
        })
        .collect();
    let all = watches(&histories);
    let tower = tiny().learn(&all, &[], 12, 0);
    let setting = Sequence {
        dimensions: 16,
        length: 8,
        batch: 8,
        negatives: 24,
        dropout: 0.0,
        rate: 0.01,
        epochs: 20,
        ..Sequence::usual()
    };
    let sequence = setting.learn(&all, 12);
    let right = |model: &dyn Model| {
        let is_right = |begin: u32| {
            let context: Vec<u32> = (0..8).map(|at| (begin + at) % 12).collect();
            let scores = model.score(Ask { context: &context, at: None }, Memory::Whole);
            let ahead = scores[(begin as usize + 8) % 12];
            scores.iter().filter(|score| **score > ahead).count() == 0
        };
        (0..12).filter(|begin| is_right(*begin)).count()
    };
    assert!(right(&sequence) >= 11, "{}", right(&sequence));
    assert!(right(&tower) < right(&sequence), "{} and {}", right(&tower), right(&sequence));
}

#[test]
fn the_same_watches_give_the_same_network() {
    let all = watches(&[vec![0, 1, 2, 3], vec![2, 1, 0], vec![3]]);
    let (one, other) = (tiny().learn(&all, &[], 5, 0), tiny().learn(&all, &[], 5, 0));
    assert_eq!(one.items, other.items);
    let scores = one.score(Ask { context: &[], at: None }, Memory::Whole);
    assert!(scores[..4].iter().all(|score| score.is_finite()) && scores[4] == f32::NEG_INFINITY);
}
