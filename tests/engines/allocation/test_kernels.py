"""Which sources compiled kernels are made from: whatever one of them uses has to be among these."""

import importlib
import types

from numba.core.registry import CPUDispatcher

from bina.engines import allocation

PACKAGE = allocation.__name__ + "."


def test_every_module_that_a_kernel_takes_something_from_counts():
    counted = {path.stem for path in allocation.kernel_sources()}
    folder = allocation.kernel_sources()[0].parent
    kernels = 0
    for path in folder.glob("[a-z]*.py"):
        module = importlib.import_module(PACKAGE + path.stem)
        for name, value in vars(module).items():
            if not isinstance(value, CPUDispatcher) or value.__module__ != module.__name__:
                continue
            kernels += 1
            assert path.stem in counted, name
            used = [module.__dict__.get(word) for word in value.py_func.__code__.co_names]
            homes = {x.__module__ for x in used if isinstance(x, CPUDispatcher | type)}
            homes |= {x.__module__ for x in used if isinstance(x, types.FunctionType)}
            assert {
                home.removeprefix(PACKAGE) for home in homes if home.startswith(PACKAGE)
            } <= counted
    assert kernels > 100


def test_a_module_without_kernels_that_none_imports_does_not_count():
    assert not {"solve", "regions", "running"} & {path.stem for path in allocation.kernel_sources()}
