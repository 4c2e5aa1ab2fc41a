import numpy as np

from layers.classes import classify, quantile_limits


def test_that_quantiles_put_equally_many_in_each_class():
    values = np.arange(600.0)
    classes = classify(values, quantile_limits(values))
    assert np.bincount(classes).tolist() == [0, 100, 100, 100, 100, 100, 100]


def test_that_repeated_values_never_make_a_class_without_a_difference():
    values = np.array([0.0] * 90 + [1.0] * 5 + [2.0] * 5)
    limits = quantile_limits(values)
    classes = classify(values, limits)
    assert len(set(limits)) == len(limits)
    assert (classes[:90] == 1).all()


def test_that_unknown_values_are_class_zero():
    assert classify(np.array([np.nan, 1.0]), (0.5,)).tolist() == [0, 2]
    assert quantile_limits(np.array([np.nan])) == ()
