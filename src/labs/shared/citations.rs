//! Every work cited, once: one id, one text, one address.

use crate::labs::{Citation, cite};

macro_rules! works {
    ($($name:ident: $id:literal, $text:literal, $url:literal;)+) => {
        $(#[doc = $text] pub const $name: Citation = cite($id, $text, $url);)+
        /// All of them.
        pub const ALL: &[Citation] = &[$($name),+];
    };
}

works! {
    // Matrices, ranks and noise.
    ROY2007: "roy2007",
        "Roy and Vetterli (2007), The effective rank: a measure of effective dimensionality, EUSIPCO",
        "https://doi.org/10.5281/zenodo.40437";
    GAVISH2014: "gavish2014",
        "Gavish and Donoho (2014), The optimal hard threshold for singular values is 4/√3",
        "https://arxiv.org/abs/1305.5870";
    HORN1965: "horn1965",
        "Horn (1965), A rationale and test for the number of factors in factor analysis",
        "https://doi.org/10.1007/BF02289447";
    GARRIDO2023: "garrido2023",
        "Garrido, Balestriero, Najman and LeCun (2023), RankMe: assessing the downstream performance of pretrained self-supervised representations by their rank",
        "https://arxiv.org/abs/2210.02885";
    BENAYCH2012: "benaych2012",
        "Benaych-Georges and Nadakuditi (2012), The singular values and vectors of low rank perturbations of large rectangular random matrices",
        "https://arxiv.org/abs/1103.2221";
    CLAUSET2009: "clauset2009",
        "Clauset, Shalizi and Newman (2009), Power-law distributions in empirical data",
        "https://arxiv.org/abs/0706.1062";
    MARTIN2021: "martin2021",
        "Martin and Mahoney (2021), Implicit self-regularization in deep neural networks",
        "https://arxiv.org/abs/1810.01075";
    WEIGHTWATCHER: "weightwatcher",
        "Martin, Peng and Mahoney (2021), Predicting trends in the quality of state-of-the-art neural networks without access to training or testing data (WeightWatcher)",
        "https://doi.org/10.1038/s41467-021-24025-8";
    LEDENT2025: "ledent2025",
        "Ledent, Alves and Lei (2025), Generalization bounds for rank-sparse neural networks",
        "https://arxiv.org/abs/2510.21945";
    DOBRUSHIN1956: "dobrushin1956",
        "Dobrushin (1956), Central limit theorem for non-stationary Markov chains; Seneta (2006), Non-negative Matrices and Markov Chains, §4.3",
        "https://doi.org/10.1137/1101006";
    MINILM: "minilm",
        "all-MiniLM-L6-v2 (Sentence Transformers, Apache-2.0), a fine-tune of every second layer of MiniLM-L12: what is bundled was computed from it",
        "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2";
    WANG2020: "wang2020",
        "Wang et al. (2020), MiniLM: deep self-attention distillation for task-agnostic compression of pre-trained transformers",
        "https://arxiv.org/abs/2002.10957";

    // Bounds.
    DHINGRA2025: "dhingra2025",
        "Dhingra (2025), Provable generalization in overparameterized neural nets",
        "https://arxiv.org/abs/2508.17256";
    TROPP2012: "tropp2012",
        "Tropp (2012), User-friendly tail bounds for sums of random matrices",
        "https://arxiv.org/abs/1004.4389";
    HARVEY2017: "harvey2017",
        "Harvey, Liaw and Mehrabian (2017), Nearly-tight VC-dimension bounds for piecewise linear neural networks, Theorem 3; with Bartlett, JMLR 20 (2019)",
        "https://arxiv.org/abs/1703.02930";
    VAPNIK1971: "vapnik1971",
        "Vapnik and Chervonenkis (1971), On the uniform convergence of relative frequencies of events to their probabilities",
        "https://doi.org/10.1137/1116025";
    SHALEV2014: "shalev2014",
        "Shalev-Shwartz and Ben-David (2014), Understanding machine learning, section 7.3",
        "https://doi.org/10.1017/CBO9781107298019";
    MCALLESTER1999: "mcallester1999",
        "McAllester (1999), PAC-Bayesian model averaging",
        "https://doi.org/10.1145/307400.307435";
    MAURER2004: "maurer2004",
        "Maurer (2004), A note on the PAC Bayesian theorem",
        "https://arxiv.org/abs/cs/0411099";
    SAKAI2026: "sakai2026",
        "Sakai and Imaizumi (2026), Spectrum-adaptive generalization bounds for trained deep Transformers",
        "https://arxiv.org/abs/2605.07297";
    EDELMAN2022: "edelman2022",
        "Edelman, Goel, Kakade and Zhang (2022), Inductive biases and variable creation in self-attention mechanisms",
        "https://arxiv.org/abs/2110.10090";
    TRAUGER2024: "trauger2024",
        "Trauger and Tewari (2024), Sequence length independent norm-based generalization bounds for Transformers",
        "https://arxiv.org/abs/2310.13088";
    BARTLETT2017: "bartlett2017",
        "Bartlett, Foster and Telgarsky (2017), Spectrally-normalized margin bounds for neural networks",
        "https://arxiv.org/abs/1706.08498";

    // Kernels, double descent, learning curves.
    SIMON2021: "simon2021",
        "Simon, Dickens, Karkada and DeWeese (2021), The eigenlearning framework: a conservation law perspective on kernel regression and wide neural networks",
        "https://arxiv.org/abs/2110.03922";
    BORDELON2020: "bordelon2020",
        "Bordelon, Canatar and Pehlevan (2020), Spectrum dependent learning curves in kernel regression and wide neural networks",
        "https://arxiv.org/abs/2002.02561";
    HASTIE2019: "hastie2019",
        "Hastie, Montanari, Rosset and Tibshirani (2019), Surprises in high-dimensional ridgeless least squares interpolation",
        "https://arxiv.org/abs/1903.08560";
    BELKIN2019: "belkin2019",
        "Belkin, Hsu, Ma and Mandal (2019), Reconciling modern machine learning practice and the bias-variance trade-off",
        "https://arxiv.org/abs/1812.11118";
    BELKIN2020: "belkin2020",
        "Belkin, Hsu and Xu (2020), Two models of double descent for weak features",
        "https://arxiv.org/abs/1903.07571";
    BARTLETT2019: "bartlett2019",
        "Bartlett, Long, Lugosi and Tsigler (2019), Benign overfitting in linear regression",
        "https://arxiv.org/abs/1906.11300";
    MALLINAR2022: "mallinar2022",
        "Mallinar et al. (2022), Benign, tempered, or catastrophic: a taxonomy of overfitting",
        "https://arxiv.org/abs/2207.06569";
    CUI2021: "cui2021",
        "Cui, Loureiro, Krzakala and Zdeborová (2021), Generalization error rates in kernel regression: the crossover from the noiseless to noisy regime",
        "https://arxiv.org/abs/2105.15004";
    JACOT2018: "jacot2018",
        "Jacot, Gabriel and Hongler (2018), Neural tangent kernel: convergence and generalization in neural networks",
        "https://arxiv.org/abs/1806.07572";
    RAHAMAN2019: "rahaman2019",
        "Rahaman et al. (2019), On the spectral bias of neural networks",
        "https://arxiv.org/abs/1806.08734";
    GOLUB1979: "golub1979",
        "Golub, Heath and Wahba (1979), Generalized cross-validation as a method for choosing a good ridge parameter",
        "https://doi.org/10.1080/00401706.1979.10489751";
    LITMAN2026: "litman2026",
        "Litman and Guo (2026), A theory of generalization in deep learning",
        "https://arxiv.org/abs/2605.01172";

    // Quadratic networks.
    GIRARDIN2026: "girardin2026",
        "Girardin, Troiani, Xu, Erba, Krzakala and Zdeborová (2026), How width and data shape generalization scaling laws in quadratic neural networks",
        "https://arxiv.org/abs/2606.28242";
    DEFILIPPIS2025: "defilippis2025",
        "Defilippis, Xu, Girardin, Troiani, Erba, Zdeborová, Loureiro and Krzakala (2025), Scaling laws and spectra of shallow neural networks in the feature learning regime",
        "https://arxiv.org/abs/2509.24882";
    ERBA2025: "erba2025",
        "Erba, Troiani, Zdeborová and Krzakala (2025), The nuclear route: sharp asymptotics of ERM in overparameterized quadratic networks",
        "https://arxiv.org/abs/2505.17958";
    MAILLARD2024: "maillard2024",
        "Maillard et al. (2024), Bayes-optimal learning of an extensive-width neural network from quadratically many samples",
        "https://arxiv.org/abs/2408.03733";
    BAYATI2010: "bayati2010",
        "Bayati and Montanari (2010), The LASSO risk for Gaussian matrices",
        "https://arxiv.org/abs/1008.2581";
    BIANE1997: "biane1997",
        "Biane (1997), On the free convolution with a semi-circular distribution",
        "https://doi.org/10.1512/iumj.1997.46.1467";

    // Optimisers and their tasks.
    LOSHCHILOV2019: "loshchilov2019",
        "Loshchilov and Hutter (2019), Decoupled weight decay regularization",
        "https://arxiv.org/abs/1711.05101";
    POWER2022: "power2022",
        "Power et al. (2022), Grokking: generalization beyond overfitting on small algorithmic datasets",
        "https://arxiv.org/abs/2201.02177";
    NANDA2023: "nanda2023",
        "Nanda et al. (2023), Progress measures for grokking via mechanistic interpretability",
        "https://arxiv.org/abs/2301.05217";
    RAISSI2019: "raissi2019",
        "Raissi, Perdikaris and Karniadakis (2019), Physics-informed neural networks",
        "https://doi.org/10.1016/j.jcp.2018.10.045";

    // Transformers in training.
    VASWANI2017: "vaswani2017",
        "Vaswani et al. (2017), Attention is all you need",
        "https://arxiv.org/abs/1706.03762";
    OLSSON2022: "olsson2022",
        "Olsson et al. (2022), In-context learning and induction heads",
        "https://arxiv.org/abs/2209.11895";
    GOLOWICH2018: "golowich2018",
        "Golowich, Rakhlin and Shamir (2018), Size-independent sample complexity of neural networks",
        "https://arxiv.org/abs/1712.06541";
    ARORA2019: "arora2019",
        "Arora, Du, Hu, Li and Wang (2019), Fine-grained analysis of optimization and generalization for overparameterized two-layer neural networks",
        "https://arxiv.org/abs/1901.08584";
    JIANG2020: "jiang2020",
        "Jiang et al. (2020), Fantastic generalization measures and where to find them",
        "https://arxiv.org/abs/1912.02178";
    // What one answer was taught by.
    GUO2026: "guo2026",
        "Guo, He and Morel (2026), Second-order path kernel interpolation formulas in machine learning",
        "https://arxiv.org/abs/2606.07495";
    DOMINGOS2020: "domingos2020",
        "Domingos (2020), Every model learned by gradient descent is approximately a kernel machine",
        "https://arxiv.org/abs/2012.00152";
    BELL2023: "bell2023",
        "Bell, Geyer, Glickenstein, Fernandez and Moore (2023), An exact kernel equivalence for finite classification models",
        "https://arxiv.org/abs/2308.00824";
    // How large a batch is worth.
    MCCANDLISH2018: "mccandlish2018",
        "McCandlish, Kaplan, Amodei and the OpenAI Dota team (2018), An empirical model of large-batch training",
        "https://arxiv.org/abs/1812.06162";
    MERRILL2025: "merrill2025",
        "Merrill et al. (2025), Critical batch size revisited: a simple empirical approach to large-batch language model training",
        "https://arxiv.org/abs/2505.23971";
    // Laws of scale.
    HOFFMANN2022: "hoffmann2022",
        "Hoffmann et al. (2022), Training compute-optimal large language models",
        "https://arxiv.org/abs/2203.15556";
    BESIROGLU2024: "besiroglu2024",
        "Besiroglu, Erdil, Barnett and You (2024), Chinchilla scaling: a replication attempt",
        "https://arxiv.org/abs/2404.10102";
    KAPLAN2020: "kaplan2020",
        "Kaplan et al. (2020), Scaling laws for neural language models",
        "https://arxiv.org/abs/2001.08361";
    PEARCE2024: "pearce2024",
        "Pearce and Song (2024), Reconciling Kaplan and Chinchilla scaling laws",
        "https://arxiv.org/abs/2406.12907";
    PORIAN2024: "porian2024",
        "Porian, Wortsman, Jitsev, Schmidt and Carmon (2024), Resolving discrepancies in compute-optimal scaling of language models",
        "https://arxiv.org/abs/2406.19146";
    MUENNIGHOFF2023: "muennighoff2023",
        "Muennighoff et al. (2023), Scaling data-constrained language models",
        "https://arxiv.org/abs/2305.16264";
    OUYANG2026: "ouyang2026",
        "Ouyang et al. (2026), LLMs as noisy channels: a Shannon scaling law",
        "https://arxiv.org/abs/2605.23901";
    OUYANG2024: "ouyang2024",
        "Ouyang et al. (2024), Low-bit quantization favors undertrained LLMs",
        "https://arxiv.org/abs/2411.17691";
    PYTHIA: "pythia",
        "Biderman et al. (2023), Pythia: a suite for analyzing large language models across training and scaling (evaluations, Apache-2.0)",
        "https://arxiv.org/abs/2304.01373";
    DRAVID2026: "dravid2026",
        "Dravid, Bahri, Efros and Gandelsman (2026), Neuron populations exhibit divergent selectivity with scale",
        "https://arxiv.org/abs/2606.03990";
    BAHRI2021: "bahri2021",
        "Bahri, Dyer, Kaplan, Lee and Sharma (2021), Explaining neural scaling laws",
        "https://arxiv.org/abs/2102.06701";
    MALONEY2022: "maloney2022",
        "Maloney, Roberts and Sully (2022), A solvable model of neural scaling laws",
        "https://arxiv.org/abs/2210.16859";
    BORDELON2024: "bordelon2024",
        "Bordelon, Atanasov and Pehlevan (2024), A dynamical model of neural scaling laws",
        "https://arxiv.org/abs/2402.01092";
    // Interpolators.
    CHEN2026: "chen2026",
        "Chen and El Alaoui (2026), How abundant are good interpolators?",
        "https://arxiv.org/abs/2606.06469";
    GARDNER1988: "gardner1988",
        "Gardner (1988), The space of interactions in neural network models, J. Phys. A 21",
        "https://doi.org/10.1088/0305-4470/21/1/030";
    SOUDRY2018: "soudry2018",
        "Soudry, Hoffer, Nacson, Gunasekar and Srebro (2018), The implicit bias of gradient descent on separable data",
        "https://arxiv.org/abs/1710.10345";
    ALMEIDA1978: "almeida1978",
        "de Almeida and Thouless (1978), Stability of the Sherrington–Kirkpatrick solution of a spin glass model, J. Phys. A 11",
        "https://doi.org/10.1088/0305-4470/11/5/028";
    // What networks can represent.
    YAROTSKY2017: "yarotsky2017",
        "Yarotsky (2017), Error bounds for approximations with deep ReLU networks, proposition 2",
        "https://arxiv.org/abs/1610.01145";
    TELGARSKY2016: "telgarsky2016",
        "Telgarsky (2016), Benefits of depth in neural networks",
        "https://arxiv.org/abs/1602.04485";
    MONTUFAR2014: "montufar2014",
        "Montúfar, Pascanu, Cho and Bengio (2014), On the number of linear regions of deep neural networks",
        "https://arxiv.org/abs/1402.1869";
    ZASLAVSKY1975: "zaslavsky1975",
        "Zaslavsky (1975), Facing up to arrangements: face-count formulas for partitions of space by hyperplanes",
        "https://doi.org/10.1090/memo/0154";
    BARRON1993: "barron1993",
        "Barron (1993), Universal approximation bounds for superpositions of a sigmoidal function",
        "https://doi.org/10.1109/18.256500";
    LIU2024: "liu2024",
        "Liu et al. (2024), KAN: Kolmogorov-Arnold networks",
        "https://arxiv.org/abs/2404.19756";
    DEBOOR1978: "deboor1978",
        "de Boor (1978), A practical guide to splines",
        "https://doi.org/10.1007/978-1-4612-6333-3";
    MUKHERJEE2026: "mukherjee2026",
        "Mukherjee and Talukdar (2026), a survey of approximation theory for neural networks, of which the abstract was read",
        "https://arxiv.org/abs/2605.21451";
    OLMO_LADDER: "olmo_ladder",
        "The OLMo model ladder (Allen Institute for AI, Apache-2.0): end points of 25 runs",
        "https://github.com/allenai/OLMo-ladder";

    // Training dynamics.
    MARCOTTE2023: "marcotte2023",
        "Marcotte, Gribonval and Peyré (2023), Abide by the law and follow the flow: conservation laws for gradient flows",
        "https://arxiv.org/abs/2307.00144";
    MARCOTTE2025: "marcotte2025",
        "Marcotte, Gribonval and Peyré (2025), Transformative or conservative? Conservation laws for ResNets and Transformers",
        "https://arxiv.org/abs/2506.06194";
    MARCOTTE2024: "marcotte2024",
        "Marcotte, Gribonval and Peyré (2024), Keep the momentum: conservation laws beyond Euclidean gradient flows",
        "https://arxiv.org/abs/2405.12888";
    GALLEY2026: "galley2026",
        "Galley, Shahverdi and Flinth (2026), conservation laws from data symmetry (read in secondary sources and in the authors' code)",
        "https://arxiv.org/abs/2606.10913";
    DORMAND1980: "dormand1980",
        "Dormand and Prince (1980), A family of embedded Runge-Kutta formulae",
        "https://doi.org/10.1016/0771-050X(80)90013-3";
}

#[cfg(test)]
mod tests {
    use super::{ALL, Citation};
    use std::collections::BTreeSet;

    #[test]
    fn one_id_one_text_one_address() {
        let fields: [fn(&Citation) -> &str; 3] = [|c| c.id, |c| c.text, |c| c.url];
        for of in fields {
            let distinct: BTreeSet<_> = ALL.iter().map(of).collect();
            assert_eq!(distinct.len(), ALL.len());
        }
    }
}
