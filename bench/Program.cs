using BenchmarkDotNet.Running;
using FreeSpectra.Bench;

// "draw [M] [L] [python]": one draw of H_L against NumPy on the same OpenBLAS.
if (args is ["draw", .. var sizes])
{
    return SampleDrawBench.Run(sizes, Console.Out);
}

// "scipy [python]": correlated integrals and a fixed point against SciPy's quadrature.
if (args is ["scipy", .. var interpreter])
{
    return SciPyBench.Run(interpreter, Console.Out);
}

// "ratios [part of a name] [--json]": each case against its rival, in this process. Anything else goes to BenchmarkDotNet.
if (args is ["ratios", .. var rest])
{
    return RatioRunner.Run(RatioCatalogue.All, rest, Console.Out);
}

BenchmarkSwitcher.FromAssembly(typeof(RatioRunner).Assembly).Run(args);
return 0;
